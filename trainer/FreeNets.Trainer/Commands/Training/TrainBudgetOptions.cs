using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Search.Budgets;
using FreeNets.Trainer.Training;
using FreeNets.Trainer.Training.Budgets;
using FreeNets.Trainer.Training.Rules;

namespace FreeNets.Trainer.Commands.Training;

/// <summary>The options of <c>freenets train</c> that limit the live weights of the whole network, and the sizes of layers.</summary>
internal sealed class TrainBudgetOptions
{
    private const int MaxBudget = 1_000_000_000;
    private const string Full = "full";

    private static readonly Budget s_default = BudgetDefaults.Of(1, 1);

    private readonly Option<int> _budget = new("--budget")
    {
        Description = "Live weights of encoder, graph and decoder together: an integer, or full for as many as caps, levels and layers "
            + "leave room for. Without it, all that the method leaves.",
        HelpName = "number",
        CustomParser = static result =>
        {
            var text = result.Tokens[0].Value;
            if (text == Full)
            {
                return Budget.Full;
            }
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var weights) && weights is >= 1 and <= MaxBudget)
            {
                return weights;
            }

            result.AddError($"--budget takes an integer from 1 to {MaxBudget}, or {Full}, not '{text}'.");
            return 0;
        },
    };

    private readonly Option<CapChoice?> _inputCap = CapOption(
        "--input-cap", "Live weights of each neuron, at most, of every so many inputs", "2/28, and more where the budget needs it");

    private readonly Option<CapChoice?> _edgeCap = CapOption(
        "--edge-cap", "Edges into each neuron, at most, from every so many neurons", s_default.EdgeCap.ToString()!);

    private readonly Option<int> _levels = NumberOption.Whole(
        "--levels", null, "Blocks of neurons, equally large and in order, without edges inside; 0 for none", s_default.Levels, 0, 4096);

    private readonly Option<BudgetScore?> _score = ChoiceOption.Create<BudgetScore>(
        "--budget-score", "What is ranked: |w| · root mean square of its source, or |w|", s_default.Score);

    private readonly Option<int> _every = NumberOption.Whole(
        "--budget-every", null, "Steps from ranking to ranking, at most; short trainings take fewer", s_default.Every, 1, 1_000_000);

    private readonly Option<double> _start = Fraction("--budget-start", "The part of the epochs before weights are cut", s_default.Start);

    private readonly Option<double> _end = Fraction(
        "--budget-end", "The part of the epochs after which the budget holds and the topology stays", s_default.End);

    private readonly Option<int[]?> _layers = new("--layers")
    {
        Description = "With --method layered: neurons in each layer, first to last, such as 96,32.",
        HelpName = "numbers",
        CustomParser = static result =>
        {
            var parts = result.Tokens[0].Value.Split(',');
            var sizes = parts.Select(static part =>
                int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0).ToArray();
            if (sizes.Length is >= 1 and <= 64 && sizes.All(static size => size is >= 1 and <= 4096))
            {
                return sizes;
            }

            result.AddError(
                $"--layers takes integers from 1 to 4096 separated by commas, such as 96,32, not '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [_budget, _inputCap, _edgeCap, _levels, _score, _every, _start, _end, _layers];

    /// <summary><paramref name="options"/> with what was given; with a budget, with its defaults for what was not.</summary>
    public TrainingOptions Read(ParseResult parsed, TrainingOptions options)
    {
        var layers = parsed.GetValue(_layers) is { Length: > 0 } given ? given : null;
        options = options with
        {
            Layers = layers,
            Neurons = layers is null || IsGiven(parsed, "--neurons") ? options.Neurons : layers.Sum(),
        };
        if (!IsGiven(parsed, _budget.Name))
        {
            return options;
        }

        var followed = BudgetDefaults.Follow(options, name => IsGiven(parsed, name));
        var budget = BudgetDefaults.Of(parsed.GetValue(_budget), layers?[0] ?? followed.Neurons) with
        {
            Score = parsed.GetValue(_score) ?? s_default.Score,
            Every = parsed.GetRequiredValue(_every),
            Start = parsed.GetRequiredValue(_start),
            End = parsed.GetRequiredValue(_end),
            Levels = parsed.GetRequiredValue(_levels),
        };
        return followed with
        {
            Budget = budget with
            {
                InputCap = parsed.GetValue(_inputCap) is { } inputs ? inputs.Cap : budget.InputCap,
                EdgeCap = parsed.GetValue(_edgeCap) is { } edges ? edges.Cap : budget.EdgeCap,
            },
        };
    }

    /// <summary>
    /// Why an option cannot be used that was given and that only the other way heeds, with or without a budget; null where there is none.
    /// </summary>
    public string? FaultOf(ParseResult parsed)
    {
        if (!IsGiven(parsed, _budget.Name))
        {
            return All.FirstOrDefault(option => option != _layers && IsGiven(parsed, option.Name)) is { } option
                ? $"{option.Name} has no meaning without --budget. Give a budget, such as --budget 6000, or leave it out."
                : null;
        }

        string[] foreign = ["--prune-inputs", "--input-epsilon", "--input-density", "--output-density"];
        return IsGiven(parsed, "--fixed")
            ? "--fixed has no meaning with --budget: the topology is fixed from --budget-end on. Leave it out."
            : foreign.FirstOrDefault(name => IsGiven(parsed, name)) is { } other
            ? $"{other} has no meaning with --budget, which chooses the weights of encoder and decoder as well. Leave one of them out."
            : null;
    }

    /// <summary>Why these options cannot be used together, or null when they can.</summary>
    public static string? FaultOf(TrainingOptions options)
    {
        var method = ChoiceOption.NameOf(options.Method);
        return options switch
        {
            { Method: Method.Layered, Layers: null } =>
                "--method layered needs --layers, the sizes of its layers, such as --layers 96,32.",
            { Method: not Method.Layered, Layers: not null } =>
                $"--layers has no meaning with --method {method}. Leave it out, or give --method layered.",
            { Layers: { } layers } when layers.Sum() != options.Neurons =>
                $"--layers {string.Join(',', layers)}: these are {layers.Sum()} neurons, and --neurons says {options.Neurons}. "
                    + "Leave --neurons out.",
            { Layers: not null, PruneInputs: InputPruning.Freeevolve } =>
                "--prune-inputs freeevolve has no meaning with --method layered, whose inputs reach the first layer only. Leave it out.",
            { Budget: null } => null,
            { Method: Method.Freenet } =>
                "--method freenet keeps every edge, so it has no --budget. For a search without FreeEvolve's rule, "
                    + "give --method magnitude.",
            { Method: Method.FcnnMatched } =>
                "--method fcnn-matched matches a dense network. With --budget all methods have as many weights: give --method fcnn.",
            { Method: Method.RandomDag } =>
                "--method random-dag has layers of its own. With --budget, give --method random-mask, with --levels for layers.",
            { Schedule: Schedule.Alternating } =>
                "--schedule alternating has no meaning with --budget, which is reached while weights are trained. Leave it out.",
            { Budget: { } budget } when budget.Start >= budget.End =>
                FormattableString.Invariant(
                    $"--budget-start {budget.Start}: the budget has to hold from --budget-end {budget.End} on. Lower the start."),
            { Budget: { } budget } when budget.Levels > options.Neurons =>
                $"--levels {budget.Levels}: {options.Neurons} neurons have {options.Neurons} levels at most. Give fewer, or 0 for none.",
            { Budget: { Weights: not Budget.Full } budget, Edges: { } edges } when edges >= budget.Weights =>
                $"--edges {edges} leave nothing of --budget {budget.Weights} to encoder and decoder. Lower them, or raise the budget.",
            { Edges: { } edges } when Patterns.Of(options, options.Neurons).RoomOfEdges is var room && edges > room =>
                $"--edges {edges}: --levels and --edge-cap leave room for {room}. Lower them, or raise --edge-cap.",
            _ => null,
        };
    }

    private static bool IsGiven(ParseResult parsed, string name) => parsed.GetResult(name) is OptionResult { Implicit: false };

    private static Option<double> Fraction(string name, string description, double value) => NumberOption.Create(
        name, null, description, "a number from 0 to 1", value, static fraction => fraction is >= 0 and <= 1);

    private static Option<CapChoice?> CapOption(string name, string description, string defaultValue) => new(name)
    {
        Description = $"{description}: as 2/28, or none. [default: {defaultValue}]",
        HelpName = "cap",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (text == "none" || Cap.Parse(text) is not null)
            {
                return new CapChoice(Cap.Parse(text));
            }

            result.AddError($"{name} takes two integers such as 2/28, the first at most the second, or none, not '{text}'.");
            return null;
        },
    };

    /// <summary>A cap that was given, or that none was wished for.</summary>
    private sealed record CapChoice(Cap? Cap);
}
