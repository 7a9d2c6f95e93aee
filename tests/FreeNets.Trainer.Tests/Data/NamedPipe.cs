using System.Diagnostics;

namespace FreeNets.Trainer.Tests.Data;

internal static class NamedPipe
{
    public static void Create(string path)
    {
        using var process = Process.Start(new ProcessStartInfo("mkfifo", [path]))!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
