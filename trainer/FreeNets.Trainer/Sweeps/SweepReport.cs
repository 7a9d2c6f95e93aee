using System.Diagnostics;
using System.Text.Json;
using FreeNets.Trainer.Terminal;
using Spectre.Console;

namespace FreeNets.Trainer.Sweeps;

/// <summary>Tells people and programs how a sweep goes: a bar with the time left on a terminal, a line a run, JSON lines.</summary>
internal sealed class SweepReport
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private readonly Lock _lock = new();
    private readonly TextWriter _people;
    private readonly TextWriter? _programs;
    private readonly IAnsiConsole _console;
    private readonly long _start = Stopwatch.GetTimestamp();
    private ProgressTask? _bar;
    private int _planned;
    private int _before;
    private int _ended;
    private int _failed;

    /// <param name="people">Where text goes; ANSI sequences only when it is a terminal.</param>
    /// <param name="programs">Where JSON lines go, or null.</param>
    public SweepReport(TextWriter people, TextWriter? programs)
    {
        (_people, _programs) = (people, programs);
        _console = PeopleConsole.On(people);
    }

    /// <summary>For the progress of a download.</summary>
    public IAnsiConsole Console => _console;

    /// <summary>Whether a run has failed so far.</summary>
    public bool AnyFailed => _failed > 0;

    /// <summary>What the sweep is about to do.</summary>
    public void Start(string plan, string folder, int runs, int finished)
    {
        (_planned, _before, _ended) = (runs, finished, finished);
        Line($"{plan}: {runs:N0} runs, of which {finished:N0} are finished in {folder}");
        Write(new { Event = "plan", plan, folder, runs, finished });
    }

    /// <summary>A line for people.</summary>
    public void Line(string text)
    {
        lock (_lock)
        {
            if (_bar is not null)
            {
                // Through the console, which keeps the bar below the text.
                _console.WriteLine(text);
            }
            else
            {
                _people.WriteLine(text);
            }
        }
    }

    /// <summary>Runs <paramref name="work"/>, with a bar on a terminal.</summary>
    public async Task TrackAsync(Func<Task> work)
    {
        if (_console.Profile.Capabilities is not { Ansi: true, Interactive: true })
        {
            await work();
            return;
        }

        await _console.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async progress =>
            {
                _bar = progress.AddTask(Description(), maxValue: _planned);
                _bar.Value = _ended;
                await work();
            });
        _bar = null;
    }

    /// <summary>A run has ended.</summary>
    /// <param name="outcome">How.</param>
    /// <param name="end">The last line of its log, or null when it failed.</param>
    public void Run(RunOutcome outcome, JsonElement? end)
    {
        lock (_lock)
        {
            _ended++;
            _failed += outcome.Error is null ? 0 : 1;
            var seconds = Math.Round(outcome.Time.TotalSeconds, 3);
            var accuracy = end?.GetProperty("testAccuracy").GetDouble();
            Line($"[{_ended}/{_planned}] {outcome.Run.Key}: " + (outcome.Error is { } error
                ? $"failed\n  {error.TrimEnd().ReplaceLineEndings("\n  ")}"
                : $"test accuracy {100 * accuracy:F2} %, {end?.GetProperty("liveEdges").GetInt32():N0} edges, {seconds:F1} s"));
            Write(new { Event = "run", outcome.Run.Key, outcome.Error, TestAccuracy = accuracy, seconds });
            if (_bar is not null)
            {
                _bar.Value = _ended;
                _bar.Description = Description();
            }
        }
    }

    /// <summary>The sweep has ended, or was interrupted.</summary>
    public void End(bool interrupted)
    {
        var left = _planned - _ended;
        Line($"{_ended - _failed:N0} of {_planned:N0} runs finished"
            + (_failed > 0 ? $", {_failed:N0} failed: the same command tries them again" : "")
            + (interrupted ? $"; interrupted with {left:N0} to do: the same command goes on" : ""));
        Write(new
        {
            Event = "end",
            Finished = _ended - _failed,
            Failed = _failed,
            interrupted,
            Seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds,
        });
    }

    // From the mean pace so far: runs end too seldom for a moving average.
    private string Description()
    {
        var done = _ended - _before;
        var left = Stopwatch.GetElapsedTime(_start).TotalSeconds / Math.Max(done, 1) * (_planned - _ended);
        return $"{_ended}/{_planned} runs" + (done == 0 ? "" : $", about {TimeSpan.FromSeconds(Math.Round(left)):c} left");
    }

    private void Write<T>(T line)
    {
        _programs?.WriteLine(JsonSerializer.Serialize(line, s_json));
        _programs?.Flush();
    }
}
