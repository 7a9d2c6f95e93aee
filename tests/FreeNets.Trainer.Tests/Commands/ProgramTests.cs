using System.Diagnostics;
using FreeNets.Model;

namespace FreeNets.Trainer.Tests.Commands;

/// <summary>The program as a process: what only a terminal and real signals show.</summary>
public sealed class ProgramTests : IDisposable
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "freenets");

    private readonly string _folder = Directory.CreateTempSubdirectory("freenets-program-").FullName;

    private string Model => Path.Combine(_folder, "model.fnet");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task A_terminal_shows_a_bar_above_which_the_lines_stay()
    {
        Skip.IfNot(File.Exists("/usr/bin/script"), "No /usr/bin/script to make a terminal with.");
        var command = $"{s_program} train -k 8 --epochs 2 --schedule alternating --round-epochs 1 --max-rounds 1 --epsilon 0.4 -o {Model}";
        using var process = Start("/usr/bin/script", "-qec", command, Path.Combine(_folder, "typescript"));

        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("━", output, StringComparison.Ordinal);
        Assert.Contains("round 0, epoch  2/2: loss", output, StringComparison.Ordinal);
        Assert.Contains($"wrote {Model}", output, StringComparison.Ordinal);
        Assert.Equal("digits-8", FnetFile.Load(Model).Name);
    }

    [SkippableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Ctrl_C_and_a_terminal_that_is_gone_leave_an_interrupted_model_and_exit_code_130(string signal)
    {
        Skip.If(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        using var process = Start(s_program, "train", "-k", "8", "--epochs", "10000", "-o", Model);
        for (var line = ""; line is not null && !line.Contains("epoch  1/", StringComparison.Ordinal);)
        {
            line = await process.StandardOutput.ReadLineAsync();
        }

        using var kill = Start("/bin/sh", "-c", $"kill -{signal} {process.Id}");
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        var interrupted = Path.Combine(_folder, "model.interrupted.fnet");
        Assert.Equal(130, process.ExitCode);
        Assert.Equal([interrupted], Directory.EnumerateFileSystemEntries(_folder));
        Assert.InRange(FnetFile.Load(interrupted).Provenance.Epochs!.Value, 1, 9999);
    }

    private static Process Start(string file, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, Environment = { ["TERM"] = "xterm" } })!;
}
