using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Terminal;
using FreeNets.Trainer.Training;
using FreeNets.Trainer.Training.Budgets;
using FreeNets.Trainer.Training.Rules;
using Spectre.Console;

namespace FreeNets.Trainer.Commands.Training;

/// <summary>Tells people and programs how a training run goes: lines of text, a progress bar on a terminal, JSON lines.</summary>
internal sealed class TrainReport
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        // Base64 keeps its "+"; the lines are not meant for HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    // Epochs of a table are many and short.
    private const int FewLines = 20;

    private readonly TextWriter _people;
    private readonly TextWriter? _programs;
    private readonly bool _hasBar;
    private readonly long _start = Stopwatch.GetTimestamp();
    private TrainingData? _data;
    private int _lineEvery = 1;

    /// <param name="people">Where text goes; ANSI sequences only when it is a terminal.</param>
    /// <param name="programs">Where JSON lines go, or null.</param>
    public TrainReport(TextWriter people, TextWriter? programs)
    {
        (_people, _programs) = (people, programs);
        Console = PeopleConsole.On(people);
        _hasBar = Console.Profile.Out.IsTerminal && Console.Profile.Capabilities is { Ansi: true, Interactive: true };
    }

    /// <summary>For the progress of a download.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Whether a step of the training has been taken.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>A line for people.</summary>
    public void Line(string text)
    {
        if (_hasBar)
        {
            // Through the console, which keeps the bar below the text.
            Console.WriteLine(text);
        }
        else
        {
            _people.WriteLine(text);
        }
    }

    /// <summary>What is about to be trained, on what.</summary>
    public void Start(string name, TrainingData data, TrainSettings settings)
    {
        _data = data;
        _lineEvery = data.Preparation is null ? 1 : Math.Max(1, settings.Training.Epochs / FewLines);
        var options = settings.Training;
        var threads = settings.Threads == 1 ? "1 thread" : $"{settings.Threads} threads";
        Line($"{name}: {Describe(options)} on {data.Name}, {data.Train.Count:N0} training and {data.Test.Count:N0} test {Describe(data)}; "
            + $"seed {options.Seed}, {threads}");
        Write(new
        {
            Event = "start",
            name,
            DataSet = data.Name,
            TrainImages = data.Train.Count,
            TestImages = data.Test.Count,
            Task = data.IsRegression ? "regression" : "classification",
            Classes = data.IsRegression ? (int?)null : data.Outputs,
            Inputs = data.Train.Inputs,
            settings.Threads,
            Options = options,
        });
    }

    /// <summary>Runs <paramref name="work"/>, telling its events as they come.</summary>
    /// <param name="statistics">Whether to ask for statistics.</param>
    /// <param name="work">What to run.</param>
    public TrainingOutcome Track(bool statistics, Func<TrainingEvents, TrainingOutcome> work)
    {
        if (!_hasBar)
        {
            return work(Events(null));
        }

        return Console.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(bar =>
            {
                ProgressTask? task = null;
                var round = -1;
                return work(Events(Step));

                void Step(StepProgress progress)
                {
                    var text = $"round {progress.Round}, epoch {progress.Epoch}/{progress.Epochs}";
                    if (task is null || progress.Round != round)
                    {
                        // A task of its own: the time left is estimated from the pace of this round alone.
                        task?.StopTask();
                        task = bar.AddTask(text, maxValue: progress.Steps);
                        round = progress.Round;

                        // At once: a short training ends before the console's next turn to draw.
                        bar.Refresh();
                    }

                    task.Description = text;
                    task.Value = progress.Step;
                }
            });

        TrainingEvents Events(Action<StepProgress>? step) => new()
        {
            Start = AsItIs,
            Epoch = Epoch,
            Round = Round,
            Update = Update,
            Budget = Budget,
            Step = progress =>
            {
                HasBegun = true;
                step?.Invoke(progress);
            },
            Statistics = statistics ? Statistics : null,
        };
    }

    /// <summary>What was written, and how good it is.</summary>
    public void End(TrainingOutcome outcome, string path)
    {
        var net = outcome.Net;
        var seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        var (live, dense) = (MultiplyAdds.Live(net), MultiplyAdds.Dense(net));
        if (outcome.Evolution is null)
        {
            Line("Interrupted: this is the network after the last step. The output file was not changed.");
        }

        var epochs = $"{net.Provenance.Epochs} epoch{(net.Provenance.Epochs == 1 ? "" : "s")}";
        Line(net.Provenance.TestAccuracy is { } accuracy
            ? $"Test accuracy after {epochs}: {Percent(accuracy)}"
            : $"Trained for {epochs}");
        Line($"{net.Edges.Count:N0} of {Ncg.MaxEdgesOf(net.Neurons):N0} edges, {live.Total:N0} of {dense.Total:N0} multiply-adds");
        foreach (var line in _data is not { IsOwn: true } ? [] : JudgementText.Lines(outcome.Judgement))
        {
            Line(line);
        }

        var processor = Environment.CpuUsage.TotalTime.TotalSeconds;
        Line($"wrote {path} in {seconds:F0} s, {processor:F0} s of processor time");
        Write(new { Event = "judgement", outcome.Judgement.Classes, outcome.Judgement.Numbers });
        Write(new
        {
            Event = "end",
            Output = path,
            Ending = outcome.Evolution?.Ending,
            Interrupted = outcome.Evolution is null,
            net.Provenance.TestAccuracy,
            net.Provenance.Epochs,
            net.Provenance.Rounds,
            LiveEdges = net.Edges.Count,
            MaxEdges = Ncg.MaxEdgesOf(net.Neurons),
            MultiplyAdds = live.Total,
            EncoderMultiplyAdds = live.Encoder,
            DecoderMultiplyAdds = live.Decoder,
            DenseMultiplyAdds = dense.Total,
            Parameters = live.Total + net.Neurons + net.Outputs,
            Seconds = seconds,
            ProcessorSeconds = processor,
        });
    }

    private static string Describe(TrainingOptions options) =>
        $"{options.Neurons} neurons"
        + (options.Budget is { } budget ? $", {budget.Weights:N0} live weights" : "")
        + (options.Method == Method.Freeevolve ? "" : $" ({ChoiceOption.NameOf(options.Method)})")
        + (options.From is { } from ? $" of {from.Path}" : "");

    private static string Percent(double fraction) => $"{100 * fraction:F2} %";

    private static string Describe(TrainingData data) =>
        (data.Train.Image is { } image ? $"images of {image.Rows}×{image.Columns}, " : $"samples of {data.Train.Inputs} inputs, ")
        + (data.IsRegression ? $"to predict {string.Join(", ", data.OutputNames)}" : $"{data.Outputs} classes");

    private void AsItIs(Score score)
    {
        Line(
            $"as it is: "
                + $"{(score.Accuracy is { } accuracy ? $"test {Percent(accuracy)}" : $"test R² {score.RSquared:F4}")}");
        Write(new { Event = "from", TestAccuracy = score.Accuracy, TestRSquared = score.RSquared });
    }

    private void Epoch(EpochResult epoch)
    {
        if (epoch.Epoch % _lineEvery == 0 || epoch.Epoch == 1 || epoch.Epoch == epoch.Epochs)
        {
            var scores = epoch.TrainAccuracy is { } train
                ? $"train {Percent(train)}, test {Percent(epoch.Test.Accuracy!.Value)}"
                : $"test R² {epoch.Test.RSquared:F4}";
            Line($"round {epoch.Round}, epoch {epoch.Epoch,2}/{epoch.Epochs}: loss {epoch.Loss:F4}, {scores}, {epoch.LiveEdges:N0} edges, "
                + $"{epoch.Seconds:F1} s");
        }

        Write(new
        {
            Event = "epoch",
            epoch.Round,
            epoch.Epoch,
            epoch.Epochs,
            epoch.Loss,
            epoch.TrainAccuracy,
            TestAccuracy = epoch.Test.Accuracy,
            ValidationAccuracy = epoch.Validation?.Accuracy,
            TestRSquared = epoch.Test.RSquared,
            ValidationRSquared = epoch.Validation?.RSquared,
            epoch.Seconds,
            epoch.LiveEdges,
        });
    }

    private void Round(Round round)
    {
        var next = round.Ending switch
        {
            null => "training goes on",
            Ending.FixedPoint => "the graph no longer changes",
            Ending.Cycle => "graphs that were there before: a cycle",
            _ => "the limit of rounds",
        };
        if (round.Number % _lineEvery == 0 || round.Ending is not null)
        {
            Line($"round {round.Number}: {round.Pruned:N0} edges pruned, {round.Added:N0} added, {round.LiveEdges:N0} live, "
                + $"depth {round.Depth}, agreement {Percent(round.Agreement)}; {next}");
        }

        Write(
            new { Event = "round", round.Number, round.Pruned, round.Added, round.LiveEdges, round.Depth, round.Agreement, round.Ending });
    }

    private void Update(UpdateReport update) =>
        Write(new { Event = "update", update.Step, update.Epoch, update.Pruned, update.Added, update.LiveEdges });

    private void Budget(BudgetReport report) => Write(new
    {
        Event = "budget",
        report.Step,
        report.Epoch,
        report.Target,
        report.Encoder,
        report.Edges,
        report.Decoder,
        report.Returned,
    });

    private void Statistics(StatisticsSnapshot snapshot) => Write(StatisticsLine.Of(snapshot));

    /// <summary>A line for programs.</summary>
    public void Event<T>(T line) => Write(line);

    private void Write<T>(T line)
    {
        _programs?.WriteLine(JsonSerializer.Serialize(line, s_json));
        _programs?.Flush();
    }
}
