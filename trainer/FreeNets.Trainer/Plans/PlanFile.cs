using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Training.Rules;

namespace FreeNets.Trainer.Plans;

/// <summary>A plan, and the JSON text it was read from.</summary>
/// <param name="Name">The name of a ready plan, or the file's name without extension.</param>
/// <param name="Text">The text, as it is copied beside the runs.</param>
/// <param name="Plan">What it says.</param>
public sealed partial record PlanFile(string Name, string Text, Plan Plan)
{
    private const int MaxBytes = 1 << 20;
    private const int MaxRuns = 100_000;
    private const int MaxNeurons = 4096;
    private const int MaxBudget = 1_000_000_000;
    private const string Example = "'freenets sweep table2 --print' prints a plan to start from";

    private static readonly string[] s_members = ["description", "sets", "neurons", "budgets", "methods", "epsilon", "seeds", "options"];

    /// <summary>Options that the sweep itself gives to each run.</summary>
    private static readonly string[] s_reserved =
        ["data", "data-root", "neurons", "seed", "method", "epsilon", "threads", "output", "name", "json", "statistics"];

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter<Method>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private static readonly string s_methods = string.Join(", ", Enum.GetValues<Method>().Select(PlannedRun.NameOf));

    /// <summary>Finds a plan: a ready one by its name, else a file.</summary>
    /// <exception cref="SweepException">There is none, or it is not a plan.</exception>
    public static PlanFile Find(string plan) => ReadyPlans.Text(plan) is { } ready ? Parse(plan, plan, ready) : Read(plan);

    /// <summary>Reads a plan from a file.</summary>
    /// <exception cref="SweepException">It cannot be read, or is not a plan.</exception>
    public static PlanFile Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > MaxBytes)
            {
                throw new SweepException($"{path}: {stream.Length} bytes are too many for a plan; {MaxBytes} are allowed.");
            }

            using var reader = new StreamReader(stream);
            return Parse(Path.GetFileNameWithoutExtension(path), path, reader.ReadToEnd());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var ready = string.Join(", ", ReadyPlans.Names);
            throw new SweepException(
                $"{path}: neither a file that can be read nor one of the plans {ready}. Write one: {Example}. {e.Message}", e);
        }
    }

    /// <summary>Reads a plan from JSON text.</summary>
    /// <param name="name">What the plan is called.</param>
    /// <param name="source">Where the text is from, for messages.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="SweepException">It is not a plan.</exception>
    public static PlanFile Parse(string name, string source, string text)
    {
        Plan? plan;
        try
        {
            plan = JsonSerializer.Deserialize<Plan>(text, s_json);
        }
        catch (JsonException e)
        {
            throw new SweepException($"{source}{Place(e)}: {Explain(e)}. {Sentence(Example)}.", e);
        }

        if (FaultOf(plan) is { } fault)
        {
            throw new SweepException($"{source}: {fault}. {Sentence(Example)}.");
        }

        return new PlanFile(name, text, plan!);
    }

    private static string Place(JsonException e) => e.LineNumber is { } line ? $", line {line + 1}" : "";

    private static string Explain(JsonException e)
    {
        var path = e.Path is { } given && given.StartsWith("$.", StringComparison.Ordinal) ? given[2..] : "";
        var member = path.Split('.', '[')[0];
        if (member.Length == 0)
        {
            return "not a plan: one JSON object is expected, without comments, each member once";
        }

        return s_members.Contains(member)
            ? $"{path}: a value of the wrong kind, out of range, or given twice"
                + (member == "methods" ? $"; methods are {s_methods}" : "")
            : $"{member}: not a member of a plan; its members are {string.Join(", ", s_members)}";
    }

    private static string? FaultOf(Plan? plan)
    {
        if (plan is null)
        {
            return "null is not a plan";
        }

        var runs = (double)plan.Sets.Count * plan.Neurons.Count * plan.Methods.Count * plan.Seeds.Count
            * Math.Max(1, plan.Budgets.Count) * Math.Max(1, plan.Epsilon.Count);
        return List("sets", plan.Sets, "a name of a-z, 0-9, '.', '_' and '-'", static set => set is not null && SetName().IsMatch(set))
            ?? List("neurons", plan.Neurons, $"an integer from 1 to {MaxNeurons}", static k => k is >= 1 and <= MaxNeurons)
            ?? (plan.Budgets.Count > 0
                ? List("budgets", plan.Budgets, $"an integer from 1 to {MaxBudget}", static weights => weights is >= 1 and <= MaxBudget)
                : null)
            ?? List("methods", plan.Methods, $"one of {s_methods}", Enum.IsDefined)
            ?? (plan.Methods.Any(plan.DependsOnEpsilon) || plan.Epsilon.Count > 0
                ? List("epsilon", plan.Epsilon, "a number above 0 and below 1", static epsilon => epsilon is > 0 and < 1)
                : null)
            ?? List("seeds", plan.Seeds, "an integer", static _ => true)
            ?? plan.Options.Select(static option => FaultOf(option.Key, option.Value)).FirstOrDefault(static fault => fault is not null)
            ?? (plan.Budgets.Count > 0 && plan.Options.ContainsKey(PlannedRun.Budget)
                ? $"options.{PlannedRun.Budget}: the plan has a list of budgets. Remove one of them"
                : null)
            ?? FaultOfEdges(plan)
            ?? (runs > MaxRuns ? $"{runs} runs are more than the {MaxRuns} that one plan may have. Split it" : null);
    }

    private static string? List<T>(string member, IReadOnlyList<T> values, string range, Func<T, bool> isValid)
    {
        if (values.Count == 0)
        {
            return $"{member}: missing or empty. Give a list of at least one value, each {range}";
        }

        for (var i = 0; i < values.Count; i++)
        {
            if (!isValid(values[i]))
            {
                return $"{member}[{i}]: {(values[i] is { } value ? FormattableString.Invariant($"'{value}'") : "null")} is not {range}";
            }
        }

        return values.GroupBy(static value => value).FirstOrDefault(static group => group.Count() > 1) is { } twice
            ? FormattableString.Invariant($"{member}: {twice.Key} is there more than once. Keep one")
            : null;
    }

    private static string? FaultOf(string option, JsonElement value)
    {
        if (!OptionName().IsMatch(option))
        {
            return $"options: '{option}' is not the long name of an option of 'freenets train' without its dashes, such as epochs";
        }
        if (s_reserved.Contains(option))
        {
            return $"options.{option}: the sweep gives --{option} to each run itself. Remove it";
        }

        return value.ValueKind is JsonValueKind.Number or JsonValueKind.String or JsonValueKind.True
            ? null
            : $"options.{option}: takes a number, a text, or true for an option without a value";
    }

    private static string? FaultOfEdges(Plan plan) =>
        plan.Methods.Where(plan.NeedsEdges).Select(PlannedRun.NameOf).FirstOrDefault() is { } method
        && !plan.Methods.Contains(Method.Freeevolve) && !plan.Options.ContainsKey(PlannedRun.Edges)
            ? $"methods: {method} runs with as many edges as freeevolve found. Add freeevolve, or edges to options"
            : null;

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    // A path would be read from the wrong folder, and an upper-case letter would not be told apart everywhere.
    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,99}\z")]
    private static partial Regex SetName();

    [GeneratedRegex(@"^[a-z][a-z0-9-]*\z")]
    private static partial Regex OptionName();
}
