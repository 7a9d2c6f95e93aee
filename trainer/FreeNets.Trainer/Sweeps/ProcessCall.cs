using System.ComponentModel;
using System.Diagnostics;

using FreeNets.Trainer.Plans;
namespace FreeNets.Trainer.Sweeps;

/// <summary>What a command wrote, and how it ended.</summary>
internal sealed record ProcessCall(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="SweepException">There is no such command.</exception>
    public static async Task<ProcessCall> RunAsync(
        string command, IReadOnlyList<string> arguments, CancellationToken cancellation, string input = "")
    {
        cancellation.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(CancellationToken.None);
            return new ProcessCall(process.ExitCode, await output, await error);
        }
        catch (Win32Exception e)
        {
            throw new SweepException($"{command} cannot be started: {e.Message}. Slurm's commands must be on the PATH of this machine.", e);
        }
    }
}
