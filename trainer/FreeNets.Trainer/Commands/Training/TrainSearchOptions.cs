using System.CommandLine;
using System.Globalization;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Training;
using FreeNets.Trainer.Training.Rules;

namespace FreeNets.Trainer.Commands.Training;

/// <summary>The options of <c>freenets train</c> that decide the graph.</summary>
internal sealed class TrainSearchOptions
{
    private static readonly TrainingOptions s_default = new();

    private readonly Option<Method?> _method = ChoiceOption.Create<Method>(
        "--method", "What decides the graph; all but freeevolve are baselines", s_default.Method);

    private readonly Option<int?> _edges = new("--edges")
    {
        Description = "Live edges, required by magnitude, random-mask, random-dag, set and rigl: an integer.",
        HelpName = "number",
        CustomParser = static result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var edges))
            {
                return edges;
            }

            result.AddError($"--edges takes an integer from 0, not '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    private readonly Option<Schedule?> _schedule = ChoiceOption.Create<Schedule>(
        "--schedule", "FreeEvolve while the weights are trained, or after", s_default.Schedule);

    private readonly Option<Epsilon> _epsilon = EpsilonOption(
        "--epsilon", "Edges change where two neurons agree on more than 1 − ε of the samples", s_default.Epsilon);

    private readonly Option<Epsilon> _pruneEpsilon = EpsilonOption("--prune-epsilon", "ε of pruning, where it differs", null);
    private readonly Option<Epsilon> _augmentEpsilon = EpsilonOption("--augment-epsilon", "ε of augmenting, where it differs", null);

    private readonly Option<int> _patience = NumberOption.Whole(
        "--patience", null, "Rounds (interleaved: epochs) without a change that count as converged", s_default.Patience, 1, 1_000_000);

    private readonly Option<int> _roundEpochs = NumberOption.Whole(
        "--round-epochs", null, "Epochs after each change of the graph", s_default.RoundEpochs, 1, 1_000_000);

    private readonly Option<int> _maxRounds = NumberOption.Whole(
        "--max-rounds", null, "Updates of the graph at most", s_default.MaxRounds, 0, 1_000_000);

    private readonly Option<int> _lossPatience = NumberOption.Whole(
        "--loss-patience", null, "Epochs without a lower loss that end a round; 0 for never", s_default.LossPatience, 0,
        1_000_000);

    private readonly Option<int> _updateEvery = NumberOption.Whole(
        "--update-every", null, "Steps from update to update; 0 for one an epoch", s_default.UpdateEvery, 0, 1_000_000);

    private readonly Option<double> _fixedFraction = NumberOption.Create(
        "--fixed", null, "The last part of the epochs, on a fixed graph", "a number from 0, below 1", s_default.FixedFraction,
        static value => value is >= 0 and < 1);

    private readonly Option<StatisticsSource?> _measureOn = ChoiceOption.Create<StatisticsSource>(
        "--measure-on", "What statistics are taken from; by default the window between steps, train between epochs and rounds", null);

    private readonly Option<int> _window = NumberOption.Whole(
        "--window", null, "Batches in the window; 0 for those since the last update", s_default.Window, 0, 100_000);

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All =>
    [
        _method, _edges, _schedule, _epsilon, _pruneEpsilon, _augmentEpsilon, _measureOn, _patience, _updateEvery, _window,
        _fixedFraction, _roundEpochs, _maxRounds, _lossPatience,
    ];

    /// <summary><paramref name="options"/> with what was given.</summary>
    public TrainingOptions Read(ParseResult parsed, TrainingOptions options) => options with
    {
        Method = parsed.GetValue(_method) ?? s_default.Method,
        Edges = parsed.GetValue(_edges),
        Schedule = parsed.GetValue(_schedule) ?? s_default.Schedule,
        Epsilon = parsed.GetRequiredValue(_epsilon),
        PruneEpsilon = parsed.GetValue(_pruneEpsilon),
        AugmentEpsilon = parsed.GetValue(_augmentEpsilon),
        Patience = parsed.GetRequiredValue(_patience),
        RoundEpochs = parsed.GetRequiredValue(_roundEpochs),
        MaxRounds = parsed.GetRequiredValue(_maxRounds),
        LossPatience = parsed.GetRequiredValue(_lossPatience),
        UpdateEvery = parsed.GetRequiredValue(_updateEvery),
        FixedFraction = parsed.GetRequiredValue(_fixedFraction),
        StatisticsFrom = parsed.GetValue(_measureOn),
        Window = parsed.GetRequiredValue(_window),
    };

    /// <summary>Why an option cannot be used that was given and that only the other schedule heeds, or null where there is none.</summary>
    public string? ScheduleFaultOf(ParseResult parsed)
    {
        var given = parsed.GetValue(_schedule);
        var schedule = given ?? s_default.Schedule;
        var (other, foreign) = schedule == Schedule.Interleaved
            ? (Schedule.Alternating, (Option[])[_roundEpochs, _maxRounds, _lossPatience])
            : (Schedule.Interleaved, [_updateEvery, _window]);
        return foreign.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } option
            ? $"{option.Name} has no meaning with --schedule {ChoiceOption.NameOf(schedule)}{(given is null ? ", the default" : "")}. "
                + $"Leave it out, or give --schedule {ChoiceOption.NameOf(other)}."
            : null;
    }

    /// <summary>Why these options cannot be used together, or null when they can.</summary>
    public static string? FaultOf(TrainingOptions options)
    {
        var method = ChoiceOption.NameOf(options.Method);
        var maxEdges = (long)options.Neurons * (options.Neurons - 1) / 2;
        return options switch
        {
            { Edges: null } when options.NeedsEdges() =>
                $"--method {method} needs --edges, the number of edges of the graph it is compared with: train with --method freeevolve "
                + "first, and take the edges that its last line tells (liveEdges with --json).",
            { Edges: not null } when !options.NeedsEdges() =>
                $"--edges has no meaning with --method {method}, which finds its own number of edges. Leave it out.",
            { Edges: { } edges } when edges > maxEdges =>
                $"--edges {edges}: {options.Neurons} neurons have {maxEdges} edges at most.",
            { StatisticsFrom: StatisticsSource.Validation, ValidationFraction: 0 } =>
                "--measure-on validation needs --validation, the part of the training images to hold out.",
            { ValidationPatience: > 0, ValidationFraction: 0 } =>
                "--validation-patience needs --validation, the part of the training samples to hold out.",
            { ValidationPatience: > 0, Schedule: Schedule.Alternating, Method: Method.Freeevolve } =>
                "--validation-patience has no meaning with --schedule alternating, whose rounds --loss-patience ends. Leave it out.",
            { ValidationPatience: > 0 } when options.Budget is not null || options.PruneInputs != InputPruning.None || options.OutputDensity != 1 =>
                "--validation-patience goes back to earlier weights, some of which --budget, --prune-inputs and --output-density have cut since. "
                + "Leave one of them out.",
            { StatisticsFrom: StatisticsSource.Window, Schedule: Schedule.Alternating } =>
                "--measure-on window needs --schedule interleaved: between two rounds there are no batches.",
            _ => null,
        };
    }

    private static Option<Epsilon> EpsilonOption(string name, string description, Epsilon? defaultValue)
    {
        var option = new Option<Epsilon>(name)
        {
            Description = $"{description}: a number above 0 and below 1, or two as 0.4..0.2, from first update to last.",
            HelpName = "number",
            CustomParser = result =>
            {
                if (Epsilon.Parse(result.Tokens[0].Value) is { } value)
                {
                    return value;
                }

                result.AddError($"{name} takes a number above 0 and below 1, not '{result.Tokens[0].Value}'; or two, such as 0.4..0.2.");
                return default;
            },
        };
        if (defaultValue is { } value)
        {
            option.DefaultValueFactory = _ => value;
        }

        return option;
    }
}
