using System.Diagnostics;

namespace FreeNets.Trainer.Sweeps;

/// <summary>Ends a run together with the sweep that started it, even when that one was killed.</summary>
/// <remarks>
/// The sweep holds the other end of the run's standard input and never writes to it, so it ends when the sweep does. Linux could signal
/// the death of a parent (<c>PR_SET_PDEATHSIG</c>), but means the thread that started the child, which a thread pool retires.
/// </remarks>
internal static class Parent
{
    /// <summary>Set in the environment of runs.</summary>
    public const string Variable = "FREENETS_ENDS_WITH_INPUT";

    /// <summary>Where the variable is set: watches standard input, and kills this process at its end.</summary>
    public static void Watch()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            return;
        }

        var input = Console.OpenStandardInput();
        new Thread(() =>
        {
            Span<byte> ignored = stackalloc byte[256];
            while (input.Read(ignored) > 0)
            {
            }

            using var self = Process.GetCurrentProcess();
            self.Kill();
        })
        { IsBackground = true, Name = "parent watch" }.Start();
    }
}
