using System.Runtime.InteropServices;
using FreeNets.Trainer.Commands;
using FreeNets.Trainer.Sweeps;

Parent.Watch();
using var interruption = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
return await FreeNetsCommand.InvokeAsync(args, Console.Out, Console.Error, interruption.Token);

// The first signal asks the command to save what it has; the second is left to the system, which ends the process at once.
void OnSignal(PosixSignalContext context)
{
    context.Cancel = !interruption.IsCancellationRequested;
    interruption.Cancel();
}
