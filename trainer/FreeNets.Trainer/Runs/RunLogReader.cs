using System.Text;
using System.Text.Json;
using FreeNets.Model;

namespace FreeNets.Trainer.Runs;

/// <summary>Reads the JSON lines of a finished run. Events it does not know are passed over; what it knows must be right.</summary>
internal static class RunLogReader
{
    private static readonly UTF8Encoding s_strictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a log.</summary>
    /// <param name="key">The run's name.</param>
    /// <param name="stream">The bytes of its <c>log.jsonl</c>.</param>
    /// <exception cref="RunLogException">It is damaged, or ends before the run did.</exception>
    public static RunLog Read(string key, Stream stream)
    {
        var lines = new Lines();
        using var reader = new StreamReader(stream, s_strictUtf8);
        try
        {
            for (var number = 1; reader.ReadLine() is { } text; number++)
            {
                Take(lines, number, text);
            }
        }
        catch (DecoderFallbackException)
        {
            throw new RunLogException("it is not UTF-8");
        }

        return new RunLog
        {
            Key = key,
            Start = lines.Start ?? throw new RunLogException("it has no line 'start'"),
            End = lines.End ?? throw new RunLogException("it has no line 'end', so the run was not finished"),
            Epochs = lines.Epochs.Count > 0 ? lines.Epochs : throw new RunLogException("it has no line 'epoch'"),
            Rounds = lines.Rounds,
            Updates = lines.Updates,
            AtStart = lines.AtStart,
            AtEnd = lines.AtEnd,
        };
    }

    private static void Take(Lines lines, int number, string text)
    {
        using var document = Parse(number, text);
        var line = new LogLine(number, document.RootElement);
        var kind = line.Text("event");
        if (lines.End is not null)
        {
            throw line.Fault("comes after the line 'end'");
        }

        if (lines.Start is null != (kind == "start"))
        {
            throw line.Fault(lines.Start is null ? "comes before the line 'start'" : "is a second line 'start'");
        }

        switch (kind)
        {
            case "start":
                lines.Start = Start(line);
                break;
            case "epoch":
                lines.Epochs.Add(Epoch(line));
                break;
            case "round":
                lines.Rounds.Add(new RoundLine(
                    line.Count("number", 1, int.MaxValue), line.Count("pruned"), line.Count("added"), line.Count("liveEdges")));
                break;
            case "update":
                lines.Updates.Add(new UpdateLine(
                    line.Count("step"), line.Count("pruned"), line.Count("added"), line.Count("liveEdges")));
                break;
            case "statistics" when line.Text("when") == "start":
                lines.AtStart = Statistics(line);
                break;
            case "statistics" when line.Text("when") == "end":
                lines.AtEnd = Statistics(line);
                break;
            case "end":
                lines.End = End(line);
                break;
        }
    }

    private static JsonDocument Parse(int number, string text)
    {
        try
        {
            var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? document
                : throw new RunLogException($"line {number}: is not a JSON object");
        }
        catch (JsonException)
        {
            throw new RunLogException($"line {number}: is not JSON");
        }
    }

    private static RunStart Start(LogLine line)
    {
        if (line.OptionalText("task") == "regression")
        {
            throw new RunLogException("it predicts numbers, and what is compared here are accuracies");
        }

        var options = line.Object("options");
        return new RunStart(
            line.Text("dataSet"),
            line.Count("trainImages", 1),
            line.Count("testImages", 1),
            line.Count("classes", 1, int.MaxValue),
            options.Text("method"),
            options.Count("neurons", 1, Ncg.MaxNeurons),
            options.OptionalObject("budget")?.Count("weights", 1),
            options.Whole("seed"),
            line.OptionalText("tool"),
            options.Values());
    }

    private static EpochLine Epoch(LogLine line) => new(
        line.Number("loss"),
        line.Fraction("trainAccuracy"),
        line.Fraction("testAccuracy"),
        line.Number("seconds"),
        line.Count("liveEdges"));

    private static StatisticsLine Statistics(LogLine line)
    {
        var neurons = line.Count("neurons", 1, Ncg.MaxNeurons);

        // The graph first: its length bounds what the other two may allocate.
        var graph = line.Graph("graph", neurons);
        return new StatisticsLine(neurons, line.Fractions("ncam", graph.MaxEdges), line.Fractions("ncim", graph.MaxEdges), graph);
    }

    private static EndLine End(LogLine line) => new(
        line.OptionalText("ending"),
        line.Flag("interrupted"),
        line.Count("liveEdges"),
        line.Count("maxEdges"),
        line.Count("multiplyAdds", 1),
        line.Count("denseMultiplyAdds", 1),
        line.OptionalCount("parameters"),
        line.Number("seconds"));

    /// <summary>What was read so far.</summary>
    private sealed class Lines
    {
        public List<EpochLine> Epochs { get; } = [];

        public List<RoundLine> Rounds { get; } = [];

        public List<UpdateLine> Updates { get; } = [];

        public RunStart? Start { get; set; }

        public StatisticsLine? AtStart { get; set; }

        public StatisticsLine? AtEnd { get; set; }

        public EndLine? End { get; set; }
    }
}
