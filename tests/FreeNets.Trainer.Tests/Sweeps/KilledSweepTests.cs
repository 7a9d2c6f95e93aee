using System.Diagnostics;
using System.Globalization;
using FreeNets.Tests;
using FreeNets.Trainer.Tests.Data;
using Xunit.Abstractions;

namespace FreeNets.Trainer.Tests.Sweeps;

/// <summary>Sweeps of real trainings that end by SIGKILL.</summary>
[Trait(Long.Name, Long.Value)]
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
        Need.Of(Requirement.Linux, OperatingSystem.IsLinux(), "SIGKILL, and /proc to see what survives it.");
        var kills = int.Parse(Environment.GetEnvironmentVariable("FREENETS_KILLS") ?? "2", CultureInfo.InvariantCulture);
        // Two runs at once, and kills that mostly come before two have ended: there is enough to do for all of them.
        var pairs = 1 + kills;
        var seeds = string.Join(", ", Enumerable.Range(1, pairs));
        var plan = _folder["plan.json"];
        await File.WriteAllTextAsync(plan, $$"""
            { "sets": ["tiny"], "neurons": [5], "methods": ["freeevolve", "fcnn"], "epsilon": [0.25], "seeds": [{{seeds}}],
              "options": { "epochs": 10, "schedule": "interleaved" } }
            """);
        string[] arguments = ["sweep", plan, "--data-root", TinyFolder.Write(_folder), "--jobs", "2"];
        var start = Stopwatch.GetTimestamp();
        var (wholeCode, wholeText) = await FreeNetsProcess.RunAsync([.. arguments, "--runs", _folder["whole"]]);
        Assert.True(wholeCode == 0, wholeText);
        var pair = Stopwatch.GetElapsedTime(start) / pairs;

        arguments = [.. arguments, "--runs", _folder["killed"]];
        var random = new Random(Seed);
        for (var killed = 0; killed < kills;)
        {
            var moment = pair * 1.5 * random.NextDouble();
            using var sweep = FreeNetsProcess.Start(arguments);
            if (sweep.WaitForExit(moment))
            {
                Assert.Equal(0, sweep.ExitCode);
                // The machine was slow when the pair was timed: a run is taken away, to have something to kill.
                Directory.Delete(Directory.GetDirectories(_folder["killed"], "tiny*")[random.Next(2 * pairs)], recursive: true);
                continue;
            }

            sweep.Kill();
            await sweep.WaitForExitAsync();
            killed++;
            await NoRunSurvives();
            var finished = RunResults.Read(_folder["killed"]).Count / 3;
            output.WriteLine(FormattableString.Invariant(
                $"killed after {moment.TotalSeconds:F2} s ({pair.TotalSeconds:F2} s a pair), with {finished} runs finished"));
        }

        var (exitCode, text) = await FreeNetsProcess.RunAsync(arguments);
        output.WriteLine(text);

        Assert.True(exitCode == 0, text);
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
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), "a run goes on without its sweep");
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
