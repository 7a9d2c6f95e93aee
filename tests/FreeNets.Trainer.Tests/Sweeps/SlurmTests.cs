using System.Diagnostics;
using FreeNets.Tests;
using FreeNets.Trainer.Tests.Data;

namespace FreeNets.Trainer.Tests.Sweeps;

/// <summary>Sweeps on a real cluster, of one node.</summary>
[Trait(Long.Name, Long.Value)]
public sealed class SlurmTests(SlurmCluster cluster) : IClassFixture<SlurmCluster>, IDisposable
{
    private const string Plan = """
        { "sets": ["tiny"], "neurons": [5, 6], "methods": ["freeevolve", "random-mask"], "epsilon": [0.25], "seeds": [1],
          "options": { "epochs": 2, "schedule": "interleaved" } }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_job_array_gives_the_results_of_this_machine()
    {
        await StartAsync();
        Assert.Equal(0, (await SweepAsync("here", Plan, "--on", "local")).ExitCode);

        var (exitCode, text) = await SweepAsync("cluster", Plan, "--on", "slurm", "--jobs", "2");

        Assert.True(exitCode == 0, text);
        Assert.Contains("submitted job ", text, StringComparison.Ordinal);
        Assert.Contains("an array of 2 tasks", text, StringComparison.Ordinal);
        Assert.Contains("[4/4] ", text, StringComparison.Ordinal);
        Assert.Equal(RunResults.Read(_folder["here"]), RunResults.Read(_folder["cluster"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder["cluster"], ".unfinished")));
    }

    [SkippableFact]
    public async Task A_failing_task_is_reported_with_its_last_lines()
    {
        await StartAsync();

        var (exitCode, text) = await SweepAsync(
            "runs", Plan.Replace("\"epochs\": 2", "\"epochs\": 0", StringComparison.Ordinal), "--on", "slurm");

        Assert.Equal(1, exitCode);
        Assert.Contains("--epochs takes an integer from 1", text, StringComparison.Ordinal);
        Assert.Contains("0 of 4 runs finished, 4 failed", text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_task_that_cannot_begin_is_reported_with_what_it_wrote()
    {
        await StartAsync();
        // A file where the folder of a run must go.
        Directory.CreateDirectory(_folder["runs"]);
        await File.WriteAllTextAsync(Path.Combine(_folder["runs"], "tiny_k5_freeevolve_e0.25_s1"), "in the way");

        var (exitCode, text) = await SweepAsync(
            "runs", Plan.Replace("[5, 6]", "[5]", StringComparison.Ordinal).Replace(", \"random-mask\"", "", StringComparison.Ordinal),
            "--on", "slurm");

        Assert.Equal(1, exitCode);
        Assert.Contains("its task left no result. It wrote:", text, StringComparison.Ordinal);
        Assert.Contains("tiny_k5_freeevolve_e0.25_s1", text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Sbatch_s_refusal_is_shown()
    {
        await StartAsync();
        cluster.Variables["SBATCH_PARTITION"] = "no-such-partition";
        try
        {
            var (exitCode, text) = await SweepAsync("runs", Plan, "--on", "slurm");

            Assert.Equal(2, exitCode);
            Assert.Contains("sbatch refused the job (exit code 1)", text, StringComparison.Ordinal);
            Assert.Contains("invalid partition", text, StringComparison.Ordinal);
        }
        finally
        {
            cluster.Variables.Remove("SBATCH_PARTITION");
        }
    }

    [SkippableFact]
    public async Task A_sweep_killed_while_it_waits_is_taken_up_by_the_next_one()
    {
        await StartAsync();
        var plan = Plan.Replace(", \"random-mask\"", "", StringComparison.Ordinal);
        using (var sweep = FreeNetsProcess.Start(Arguments("runs", plan, "--on", "slurm"), cluster.Variables))
        {
            await Submitted(sweep);
            sweep.Kill();
            await sweep.WaitForExitAsync();
        }

        var (exitCode, text) = await SweepAsync("runs", plan, "--on", "slurm");

        Assert.True(exitCode == 0, text);
        Assert.Contains("which an earlier sweep submitted", text, StringComparison.Ordinal);
        Assert.Contains("2 runs, of which 2 are finished", text, StringComparison.Ordinal);
        Assert.DoesNotContain("submitted job", text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Ctrl_C_cancels_the_job()
    {
        await StartAsync();

        // So long that no run ends before the signal comes.
        var plan = Plan.Replace("\"epochs\": 2", "\"epochs\": 100000", StringComparison.Ordinal);
        using var sweep = FreeNetsProcess.Start(Arguments("runs", plan, "--on", "slurm"), cluster.Variables);
        await Submitted(sweep);

        using var kill = Process.Start("/bin/sh", ["-c", $"kill -INT {sweep.Id}"]);
        var text = await sweep.StandardOutput.ReadToEndAsync();
        await sweep.WaitForExitAsync();

        Assert.Equal(130, sweep.ExitCode);
        Assert.Contains("interrupted with ", text, StringComparison.Ordinal);
        for (var patience = Stopwatch.StartNew(); (await cluster.CallAsync("squeue", "--noheader")).Length > 0; await Task.Delay(100))
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), "the job goes on");
        }
    }

    private static async Task Submitted(Process sweep)
    {
        for (var line = ""; !line.StartsWith("submitted", StringComparison.Ordinal);)
        {
            line = await sweep.StandardOutput.ReadLineAsync();
            Assert.NotNull(line);
        }
    }

    private async Task StartAsync()
    {
        Need.Of(Requirement.Slurm, SlurmCluster.Absence is null, $"{SlurmCluster.Absence}");
        await cluster.StartAsync();
    }

    private Task<(int ExitCode, string Text)> SweepAsync(string runs, string plan, params string[] options) =>
        FreeNetsProcess.RunAsync(Arguments(runs, plan, options), cluster.Variables);

    private string[] Arguments(string runs, string plan, params string[] options)
    {
        File.WriteAllText(_folder["plan.json"], plan);
        return ["sweep", _folder["plan.json"], "--runs", _folder[runs], "--data-root", TinyFolder.Write(_folder), .. options];
    }
}
