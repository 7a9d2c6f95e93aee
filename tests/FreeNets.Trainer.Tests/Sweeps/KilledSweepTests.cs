using System.Diagnostics;
using System.Globalization;
using FreeNets.Trainer.Tests.Data;
using Xunit.Abstractions;

namespace FreeNets.Trainer.Tests.Sweeps;

/// <summary>Sweeps of real trainings that end by SIGKILL.</summary>
public sealed class KilledSweepTests(ITestOutputHelper output) : IDisposable
{
    private const int Seed = 20261124;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <remarks>
    /// The long form: <c>FREENETS_KILLS=20 dotnet test tests/FreeNets.Trainer.Tests --filter KilledSweepTests
    /// --logger "console;verbosity=detailed"</c>
    /// </remarks>
    [SkippableFact]
    public async Task A_sweep_killed_at_random_moments_ends_with_the_results_of_one_that_was_not()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "SIGKILL, and /proc to see what survives it.");
        var kills = int.Parse(Environment.GetEnvironmentVariable("FREENETS_KILLS") ?? "3", CultureInfo.InvariantCulture);
        var plan = _folder["plan.json"];
        // Two runs at once, and about one kill in three after two have ended.
        var pairs = 1 + (kills / 2);
        var seeds = string.Join(", ", Enumerable.Range(1, pairs));
        await File.WriteAllTextAsync(plan, $$"""
            { "sets": ["tiny"], "neurons": [5], "methods": ["freeevolve", "fcnn"], "epsilon": [0.25], "seeds": [{{seeds}}],
              "options": { "epochs": 10, "schedule": "interleaved" } }
            """);
        var data = TinyFolder.Write(_folder);
        var start = Stopwatch.GetTimestamp();
        Assert.Equal(0, (await FreeNetsProcess.RunAsync(["sweep", plan, "--data-root", data, "--runs", _folder["whole"], "--jobs", "2"])).ExitCode);
        var pair = Stopwatch.GetElapsedTime(start) / pairs;

        string[] arguments = ["sweep", plan, "--data-root", data, "--runs", _folder["killed"], "--jobs", "2"];
        var random = new Random(Seed);
        var killed = 0;
        for (var ended = false; killed < kills && !ended;)
        {
            var moment = pair * 1.4 * random.NextDouble();
            using var sweep = FreeNetsProcess.Start(arguments);
            ended = sweep.WaitForExit(moment);
            if (!ended)
            {
                sweep.Kill();
                await sweep.WaitForExitAsync();
                killed++;
                await NoRunSurvives();
                output.WriteLine(FormattableString.Invariant(
                    $"killed after {moment.TotalSeconds:F2} s, with {RunResults.Read(_folder["killed"]).Count / 3} runs finished"));
            }
        }

        var (exitCode, text) = await FreeNetsProcess.RunAsync(arguments);
        output.WriteLine($"{killed} kills of {pair.TotalSeconds:F2} s a pair of runs; then: {text}");

        Assert.True(exitCode == 0, text);
        Assert.InRange(killed, 1, kills);
        Assert.Equal(RunResults.Read(_folder["whole"]), RunResults.Read(_folder["killed"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder["killed"], ".unfinished")));
        Assert.Empty(Directory.EnumerateFiles(_folder["killed"], "*.tmp", SearchOption.AllDirectories));
    }

    // Runs work in a folder below that of the sweep.
    private async Task NoRunSurvives()
    {
        var patience = Stopwatch.StartNew();
        while (Directory.EnumerateDirectories("/proc", "?*").Any(IsRun))
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(5), "a run goes on without its sweep");
            await Task.Delay(10);
        }
    }

    private bool IsRun(string process)
    {
        try
        {
            var folder = new DirectoryInfo(Path.Combine(process, "cwd")).LinkTarget;
            return folder?.StartsWith(_folder["killed"], StringComparison.Ordinal) == true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
