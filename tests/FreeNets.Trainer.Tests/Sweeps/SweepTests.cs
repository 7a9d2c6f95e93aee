using System.Text.Json;
using FreeNets.Trainer.Plans;
using FreeNets.Trainer.Sweeps;
using FreeNets.Trainer.Tests.Data;

namespace FreeNets.Trainer.Tests.Sweeps;

/// <summary>What a sweep does with its runs, whatever they are: a shell script stands for the trainer.</summary>
public sealed class SweepTests : IDisposable
{
    private const string Plan = """
        { "sets": ["digits"], "neurons": [5, 6], "methods": ["freeevolve", "fcnn"], "epsilon": [0.25], "seeds": [1],
          "options": { "epochs": 1 } }
        """;

    private static readonly string[] s_keys =
        ["digits_k5_fcnn_s1", "digits_k5_freeevolve_e0.25_s1", "digits_k6_fcnn_s1", "digits_k6_freeevolve_e0.25_s1"];

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _json = new();

    private string Runs => _folder["runs"];

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _json.Dispose();
    }

    [Fact]
    public async Task Every_run_gets_a_folder_with_its_log_its_model_and_its_options()
    {
        Assert.Equal(0, await Sweep(Plan));

        Assert.Equal(
            s_keys.SelectMany(static key => new[] { key, $"{key}/log.jsonl", $"{key}/model.fnet", $"{key}/run.json" })
                .Concat([".unfinished", "plan.json", "sweep.lock"]).Order(StringComparer.Ordinal),
            Entries());
        Assert.Equal(Plan, File.ReadAllText(Path.Combine(Runs, "plan.json")));
        Assert.Contains(
            "train --data digits --neurons 5 --method fcnn --seed 1 --epochs 1 --threads 1 --statistics --json --output model.fnet",
            new FakeTrain(_folder).Calls);
        Assert.Contains("4 of 4 runs finished", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_may_be_a_table_under_the_data_root()
    {
        _folder.Write("iris.csv", [.. "width,species\n1,a\n"u8]);

        Assert.Equal(0, await Create(Plan.Replace("digits", "iris.csv").Replace("\"epochs\": 1", "\"target\": \"species\""), "", root: _folder[""]).RunAsync(default));

        Assert.Contains("iris.csv_k5_fcnn_s1", Entries());
        Assert.Contains(new FakeTrain(_folder).Calls, static call => call.Contains("--data iris.csv --neurons 5", StringComparison.Ordinal)
            && call.Contains("--target species", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Programs_read_one_JSON_object_a_line()
    {
        await Sweep(Plan);

        var lines = _json.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["plan", "run", "run", "run", "run", "end"], lines.Select(static line => line.GetProperty("event").GetString()));
        Assert.Equal(s_keys, lines[1..5].Select(static line => line.GetProperty("key").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(0.5, lines[1].GetProperty("testAccuracy").GetDouble());
        Assert.Equal((4, 0), (lines[5].GetProperty("finished").GetInt32(), lines[5].GetProperty("failed").GetInt32()));
    }

    [Fact]
    public async Task What_is_finished_is_skipped_and_a_longer_plan_only_adds_runs()
    {
        await Sweep(Plan);
        var calls = new FakeTrain(_folder).Calls.Length;

        Assert.Equal(0, await Sweep(Plan.Replace("[5, 6]", "[5, 6, 7]", StringComparison.Ordinal)));

        Assert.All(new FakeTrain(_folder).Calls[calls..], static call => Assert.Contains("--neurons 7", call, StringComparison.Ordinal));
        Assert.Equal(6, new FakeTrain(_folder).Calls.Length);
    }

    [Fact]
    public async Task Other_options_under_the_same_keys_are_refused_and_nothing_is_begun_or_changed()
    {
        await Sweep(Plan);
        var before = Entries().ToArray();

        var error = await Assert.ThrowsAsync<SweepException>(() => Sweep(
            Plan.Replace("\"epochs\": 1", "\"epochs\": 2", StringComparison.Ordinal)
                .Replace("[5, 6]", "[5, 9]", StringComparison.Ordinal)));

        Assert.Contains("digits_k5_freeevolve_e0.25_s1: ran with --data digits", error.Message, StringComparison.Ordinal);
        Assert.Contains("--epochs 2. Give another --runs, or remove", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Entries());
        Assert.Equal(Plan, File.ReadAllText(Path.Combine(Runs, "plan.json")));
        Assert.Equal(4, new FakeTrain(_folder).Calls.Length);
    }

    [Fact]
    public async Task A_failing_run_is_reported_with_its_last_lines_and_the_others_go_on()
    {
        const string Fails = "case $arguments in *'--neurons 5 --method fcnn'*) echo 'no luck' >&2; exit 3;; esac";

        Assert.Equal(1, await Sweep(Plan, Fails));

        Assert.Contains("digits_k5_fcnn_s1: failed", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("ended with exit code 3:\n  no luck", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("3 of 4 runs finished, 1 failed", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("no luck", File.ReadAllText(Path.Combine(Runs, "digits_k5_fcnn_s1", "error.txt")), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Runs, "digits_k5_fcnn_s1", "log.jsonl")));
    }

    [Fact]
    public async Task A_failed_run_is_tried_again()
    {
        await Sweep(Plan, "exit 3");

        Assert.Equal(0, await Sweep(Plan));

        Assert.DoesNotContain(Entries(), static entry => entry.EndsWith("error.txt", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("exit 0")]
    [InlineData("""echo '{"event":"end","interrupted":true,"testAccuracy":0.5,"liveEdges":7}'; exit 0""")]
    [InlineData("""echo '{"event":"end","interr'; exit 0""")]
    public async Task A_log_without_its_last_line_is_a_failure(string early)
    {
        Assert.Equal(1, await Sweep(Plan, early));

        Assert.Contains("without its last JSON line", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log.jsonl", "")]
    [InlineData("log.jsonl", "{\"event\":\"start\"}\n{\"event\":\"en")]
    [InlineData("log.jsonl", "\u0001\u0002 no text \u0003")]
    [InlineData("log.jsonl", null)]
    [InlineData("model.fnet", "")]
    [InlineData("model.fnet", "{\"format\":\"freenets\"")]
    [InlineData("model.fnet", null)]
    public async Task A_run_that_was_damaged_since_is_named_and_done_again(string name, string? content)
    {
        await Sweep(Plan);
        var (file, log) = (Path.Combine(Runs, s_keys[0], name), Path.Combine(Runs, s_keys[0], "log.jsonl"));
        var (right, rightLog) = (File.ReadAllBytes(file), File.ReadAllText(log));
        File.Delete(file);
        if (content is not null)
        {
            File.WriteAllText(file, content);
        }

        Assert.Equal(0, await Sweep(Plan));

        Assert.Contains($"{s_keys[0]}: ", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains(name, _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(5, new FakeTrain(_folder).Calls.Length);
        Assert.Equal(right, File.ReadAllBytes(file));
        Assert.Equal(rightLog, File.ReadAllText(log));
    }

    [Fact]
    public async Task What_a_killed_sweep_left_is_removed()
    {
        var scratch = Path.Combine(Runs, ".unfinished", "digits_k5_fcnn_s1");
        Directory.CreateDirectory(scratch);
        File.WriteAllText(Path.Combine(scratch, "log.jsonl"), "half a li");
        File.WriteAllText(scratch + ".lock", "");
        File.WriteAllText(Path.Combine(Runs, "plan.json.abc.tmp"), "{");
        Directory.CreateDirectory(Path.Combine(Runs, "digits_k6_fcnn_s1"));

        Assert.Equal(0, await Sweep(Plan));

        Assert.DoesNotContain(Entries(), static entry => entry.StartsWith(".unfinished/", StringComparison.Ordinal));
        Assert.DoesNotContain("plan.json.abc.tmp", Entries());
        Assert.Equal(2, File.ReadLines(Path.Combine(Runs, "digits_k5_fcnn_s1", "log.jsonl")).Count());
    }

    [Fact]
    public async Task Files_that_are_no_run_s_are_left_alone()
    {
        var notes = Path.Combine(Runs, "digits_k5_fcnn_s1", "notes.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(notes)!);
        File.WriteAllText(notes, "mine");

        Assert.Equal(1, await Sweep(Plan));

        Assert.Equal("mine", File.ReadAllText(notes));
        Assert.Contains("3 of 4 runs finished, 1 failed", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_sweeps_on_one_folder_exclude_each_other()
    {
        using var other = new RunsFolder(Runs).Lock();

        var error = await Assert.ThrowsAsync<SweepException>(() => Sweep(Plan));

        Assert.Contains("another sweep is at work in this folder", error.Message, StringComparison.Ordinal);
        Assert.Empty(new FakeTrain(_folder).Calls);
    }

    [Fact]
    public async Task A_run_that_another_process_is_at_is_not_begun_twice()
    {
        var runs = new RunsFolder(Runs);
        using var other = runs.Begin(PlanFile.Parse("plan", "plan", Plan).Plan.Runs().Single(static run => run.Key == s_keys[0]))!;

        Assert.Equal(1, await Sweep(Plan));

        Assert.Contains($"{s_keys[0]}: failed\n  another process is at this run", _output.ToString(), StringComparison.Ordinal);
        Assert.True(Directory.Exists(other.Folder));
        Assert.Equal(3, new FakeTrain(_folder).Calls.Length);
    }

    [Fact]
    public async Task One_at_a_time_runs_keep_their_order_and_edges_come_before_who_is_given_them()
    {
        var plan = Plan.Replace("\"freeevolve\", \"fcnn\"", "\"rigl\", \"freeevolve\"", StringComparison.Ordinal)
            .Replace("\"seeds\": [1]", "\"budgets\": [90, 80], \"seeds\": [1]", StringComparison.Ordinal)
            .Replace("[5, 6]", "[5]", StringComparison.Ordinal);

        Assert.Equal(0, await Create(plan, "", jobs: 1).RunAsync(CancellationToken.None));

        var calls = new FakeTrain(_folder).Calls;
        Assert.Equal(4, calls.Length);
        Assert.Contains("--budget 90 --method freeevolve", calls[0], StringComparison.Ordinal);
        Assert.Contains("--budget 90 --method rigl", calls[1], StringComparison.Ordinal);
        Assert.Contains("--budget 80 --method freeevolve", calls[2], StringComparison.Ordinal);
        Assert.Contains("--budget 80 --method rigl", calls[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Baselines_at_equal_edges_run_after_FreeEvolve_with_the_edges_that_it_found()
    {
        var plan = Plan.Replace("\"fcnn\"", "\"rigl\"", StringComparison.Ordinal);

        Assert.Equal(0, await Sweep(plan));

        var calls = new FakeTrain(_folder).Calls;
        Assert.All((int[])[5, 6], neurons =>
        {
            var ours = calls.Where(call => call.Contains($"--neurons {neurons}", StringComparison.Ordinal)).ToArray();
            Assert.Equal(2, ours.Length);
            Assert.Contains("--method freeevolve", ours[0], StringComparison.Ordinal);
            Assert.Contains("--method rigl", ours[1], StringComparison.Ordinal);
            Assert.EndsWith("--edges 7", ours[1], StringComparison.Ordinal);
        });
        Assert.Equal(0, await Sweep(plan));
        Assert.Equal(4, new FakeTrain(_folder).Calls.Length);
    }

    [Fact]
    public async Task Cancelling_ends_the_runs_and_the_next_sweep_goes_on()
    {
        using var interruption = new CancellationTokenSource();
        var sweep = Sweep(Plan, "case $arguments in *'--neurons 5'*) ;; *) sleep 600;; esac", interruption.Token);
        while (!s_keys[..2].All(key => File.Exists(Path.Combine(Runs, key, "log.jsonl"))))
        {
            Assert.False(sweep.IsCompleted, _output.ToString());
            await Task.Delay(10);
        }

        await interruption.CancelAsync();

        Assert.Equal(130, await sweep);
        Assert.Contains("interrupted with 2 to do", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Runs, ".unfinished")));
        Assert.Equal(0, await Sweep(Plan));
    }

    [Fact]
    public async Task One_run_is_run_by_its_index()
    {
        Assert.Equal(0, await Create(Plan, "").RunOnlyAsync(3, CancellationToken.None));
        Assert.Equal("digits_k6_fcnn_s1", Path.GetFileName(Assert.Single(Directory.GetDirectories(Runs, "digits*"))));

        var error = await Assert.ThrowsAsync<SweepException>(() => Create(Plan, "").RunOnlyAsync(4, CancellationToken.None));
        Assert.Contains("--only 4: the plan has 4 runs, from 0 to 3", error.Message, StringComparison.Ordinal);
    }

    private Task<int> Sweep(string plan, string extra = "", CancellationToken cancellation = default) =>
        Create(plan, extra).RunAsync(cancellation);

    private Sweep Create(string plan, string extra, int jobs = 2, string? root = null)
    {
        File.WriteAllText(_folder["plan.json"], plan);
        var settings = new SweepSettings(_folder["plan.json"], Runs, jobs, root, SweepEngine.Local);
        return new Sweep(settings, new FakeTrain(_folder, extra).Program, new SweepReport(_output, _json));
    }

    private IEnumerable<string> Entries() => Directory.EnumerateFileSystemEntries(Runs, "*", SearchOption.AllDirectories)
        .Select(entry => Path.GetRelativePath(Runs, entry)).Order(StringComparer.Ordinal);
}
