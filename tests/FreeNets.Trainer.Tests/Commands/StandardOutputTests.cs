using System.Diagnostics;
using FreeNets.Model;
using FreeNets.Tests;
using FreeNets.Trainer.Tests.Data;

namespace FreeNets.Trainer.Tests.Commands;

/// <summary>Every command as a process whose standard output fails: what it was asked to make is made all the same.</summary>
public sealed class StandardOutputTests : IDisposable
{
    private const string Plan = """{"sets":["digits"],"neurons":[5],"methods":["fcnn"],"seeds":[1],"options":{"epochs":1}}""";

    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "freenets");

    private readonly TemporaryFolder _folder = new();

    public StandardOutputTests()
    {
        FnetFile.Save(RandomNets.Create(seed: 1, inputs: 784, neurons: 5, outputs: 10, density: 0.5), _folder["made.fnet"]);
        File.WriteAllText(_folder["plan.json"], Plan);
    }

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("train -k 8 --epochs 1 --json -o out.fnet", "out.fnet")]
    [InlineData("quantize made.fnet -o out.fnet", "out.fnet")]
    [InlineData("sweep plan.json --runs runs", "runs/digits_k5_fcnn_s1/model.fnet")]
    [InlineData("sweep plan.json --runs runs --json", "runs/digits_k5_fcnn_s1/model.fnet")]
    [InlineData("explain made.fnet --html out.html", "out.html")]
    [InlineData("explain made.fnet", "made.fnet")]
    public async Task A_full_disk_under_the_log_costs_the_log_alone(string arguments, string made)
    {
        Need.Of(Requirement.Linux, File.Exists("/dev/full"), "No /dev/full, which only Linux has.");

        var (exitCode, error) = await RunAsync($"{s_program} {arguments} > /dev/full");

        Assert.Equal(3, exitCode);
        Assert.EndsWith("freenets: all was done, but standard output failed, and a part of it is lost: "
            + "No space left on device\n", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder[made]));
    }

    [Fact]
    public async Task A_reader_that_has_left_costs_the_log_alone()
    {
        var (_, error) =
            await RunAsync($"{{ {s_program} train -k 8 --epochs 2 --json -o out.fnet; echo \"exit code $?\" >&2; }} | head -c 1");

        // .NET keeps a broken pipe to itself; getting-started.md says that it is no failure.
        Assert.EndsWith("exit code 0\n", error, StringComparison.Ordinal);
        Assert.Equal(2, FnetFile.Load(_folder["out.fnet"]).Provenance.Epochs);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Error)> RunAsync(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }
}
