using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Recordings;
using FreeNets.Trainer.Data.Tables;

namespace FreeNets.Trainer.Commands.Training;

/// <summary>The options of <c>freenets train</c> that say how data of one's own are read.</summary>
internal sealed class TrainDataOptions
{
    private const double DefaultTest = 0.2;
    private const int MostRows = 65_536;

    private readonly Option<string?> _target = new("--target")
    {
        Description = "For a table: the column to predict; several numeric columns separated by commas.",
        HelpName = "column",
    };

    private readonly Option<LearningTask?> _task = ChoiceOption.Create<LearningTask>(
        "--task", "What is predicted; found from the target where it is not given", null);

    private readonly Option<KeyValuePair<string, ColumnType>[]?> _types = new("--types")
    {
        Description = $"Types of columns that are guessed wrong, as NAME=TYPE: {ColumnType.Syntax}.",
        HelpName = "name=type",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = static result =>
            [.. result.Tokens.Select(token => Parse(token.Value, result)).OfType<KeyValuePair<string, ColumnType>>()],
    };

    private readonly Option<MissingValues?> _missing = ChoiceOption.Create<MissingValues>(
        "--missing", "Values that are missing: the column's median, with an input that says so; or leave such rows out",
        MissingValues.Median);

    private readonly Option<string?> _test = new("--test")
    {
        Description = "The fraction to hold out for testing, stratified by class, such as 0.2; or a separate table. [default: 0.2]",
        HelpName = "part|file",
    };

    private readonly Option<int> _folds = WithoutDefault(NumberOption.Whole(
        "--folds", null,
        "Before the training, train as often, each time testing with another part of the data, and say how good that is on average", 0, 2,
        100));

    private readonly Option<bool> _curve = new("--learning-curve")
    {
        Description = "First train on an eighth, a quarter, half and all of the samples, and report whether more data would help.",
    };

    private readonly TrainImageOptions _images = new();

    private readonly Option<int> _rows = WithoutDefault(NumberOption.Whole(
        "--rows", null, "Of recordings: the rows that make one sample", 0, 1, MostRows));

    private readonly Option<int> _stride = WithoutDefault(NumberOption.Whole(
        "--stride", null, "Rows from one sample of a recording to the next; without it a quarter of --rows", 0, 1, MostRows));

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [_test, _folds, _curve, _target, _task, _types, _missing, .. _images.All, _rows, _stride];

    /// <summary>What was given.</summary>
    public DataOptions Read(ParseResult parsed, long seed)
    {
        var test = parsed.GetValue(_test);
        var part = Number(test);
        var rows = parsed.GetValue(_rows);
        return new DataOptions(
            parsed.GetValue(_target), [.. All.Where(option => IsGiven(parsed, option)).Select(static option => option.Name)])
        {
            Folds = parsed.GetValue(_folds),
            HasLearningCurve = parsed.GetValue(_curve),
            Images = _images.Read(parsed),
            Recordings = IsGiven(parsed, _rows)
                ? new RecordingOptions(rows, IsGiven(parsed, _stride) ? parsed.GetValue(_stride) : Math.Max(1, rows / 4))
                : null,
            Table = new TableOptions
            {
                Targets = [],
                Task = parsed.GetValue(_task),
                Types = (parsed.GetValue(_types) ?? []).ToDictionary(),
                Missing = parsed.GetValue(_missing) ?? MissingValues.Median,
                Holding = new Holding(part ?? DefaultTest, seed),
                TestFile = part is null ? test : null,
            },
        };
    }

    /// <summary>Why these options cannot be used, or null when they can.</summary>
    public string? FaultOf(ParseResult parsed)
    {
        var types = parsed.GetValue(_types) ?? [];
        return Number(parsed.GetValue(_test)) is { } part && part is not (> 0 and < 1)
            ? $"--test takes a number above 0 and below 1, or a table, not '{parsed.GetValue(_test)}'."
            : types.CountBy(static type => type.Key).FirstOrDefault(static count => count.Value > 1).Key is { } twice
            ? $"--types names '{twice}' twice. Give each column one type."
            : IsGiven(parsed, _stride) && !IsGiven(parsed, _rows)
            ? "--stride has no meaning without --rows. Give it, such as --rows 64."
            : null;
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is OptionResult { Implicit: false };

    private static Option<int> WithoutDefault(Option<int> option)
    {
        option.DefaultValueFactory = null;
        return option;
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static KeyValuePair<string, ColumnType>? Parse(string text, ArgumentResult result)
    {
        var equals = text.LastIndexOf('=');
        if (equals > 0 && ColumnType.Parse(text[(equals + 1)..]) is { } type)
        {
            return new(text[..equals], type);
        }

        result.AddError($"--types takes NAME=TYPE, the type one of {ColumnType.Syntax}; not '{text}'.");
        return null;
    }
}
