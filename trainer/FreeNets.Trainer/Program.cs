using System.Runtime.InteropServices;
using FreeNets.Trainer.Commands;
using FreeNets.Trainer.Sweeps;

Parent.Watch();
using var interruption = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);

// Under nohup a terminal that is gone is to be ignored, and stays so.
using var hangUp = HangUpIsIgnored() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);
return await FreeNetsCommand.InvokeAsync(args, Console.Out, Console.Error, interruption.Token);

static bool HangUpIsIgnored()
{
    const string Ignored = "SigIgn:";
    const string Status = "/proc/self/status";
    return File.Exists(Status)
        && File.ReadLines(Status).FirstOrDefault(static line => line.StartsWith(Ignored, StringComparison.Ordinal)) is { } line
        && (Convert.ToUInt64(line[Ignored.Length..].Trim(), 16) & 1) != 0;
}

// The first signal asks the command to save what it has; the second is left to the system, which ends the process at once.
void OnSignal(PosixSignalContext context)
{
    context.Cancel = !interruption.IsCancellationRequested;
    interruption.Cancel();
}
