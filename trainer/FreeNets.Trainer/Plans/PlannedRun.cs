using System.Globalization;
using System.Text.Json;
using FreeNets.Trainer.Search;

namespace FreeNets.Trainer.Plans;

/// <summary>One run of a plan: one call of <c>freenets train</c>.</summary>
/// <param name="Plan">The plan it is of.</param>
/// <param name="Set"><c>--data</c>.</param>
/// <param name="Neurons"><c>--neurons</c>.</param>
/// <param name="Weights"><c>--budget</c>, or null where the plan has no list of them.</param>
/// <param name="Method"><c>--method</c>.</param>
/// <param name="Epsilon"><c>--epsilon</c>, or null where the method has no use for it.</param>
/// <param name="Seed"><c>--seed</c>.</param>
public sealed record PlannedRun(Plan Plan, string Set, int Neurons, int? Weights, Method Method, double? Epsilon, long Seed)
{
    /// <summary>The option that only the methods at equal edges take.</summary>
    internal const string Edges = "edges";

    /// <summary>The option that a plan may give a list of.</summary>
    internal const string Budget = "budget";

    /// <summary>The name of its folder, such as <c>mnist_k100_freeevolve_e0.25_s1</c> or <c>mnist_k128_b6000_fcnn_s1</c>.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture,
        $"{Set}_k{Neurons}{(Weights is { } weights ? $"_b{weights}" : "")}_"
        + $"{NameOf(Method)}{(Epsilon is { } epsilon ? $"_e{epsilon}" : "")}_s{Seed}").ToLowerInvariant();

    /// <summary>The run whose number of edges this one is given, or null.</summary>
    public PlannedRun? EdgesFrom => Plan.NeedsEdges(Method) && !Plan.Options.ContainsKey(Edges)
        ? this with { Method = Method.Freeevolve }
        : null;

    /// <summary>The options that decide what it computes: what is recorded, and compared when the sweep is resumed.</summary>
    public IReadOnlyList<string> Options =>
        [.. OwnOptions(), .. Plan.Options.Where(Heeds).SelectMany(Shared)];

    /// <summary>A method as <c>--method</c> takes it.</summary>
    internal static string NameOf(Method method) => JsonNamingPolicy.KebabCaseLower.ConvertName(method.ToString());

    /// <summary>Whether an option of the plan means something to the method; others are for all.</summary>
    private bool Heeds(KeyValuePair<string, JsonElement> option) => option.Key switch
    {
        Edges => Plan.NeedsEdges(Method),
        "layers" => Method == Method.Layered,
        _ => true,
    };

    private IEnumerable<string> OwnOptions()
    {
        yield return "--data";
        yield return Set;
        yield return "--neurons";
        yield return Neurons.ToString(CultureInfo.InvariantCulture);
        if (Weights is { } weights)
        {
            yield return $"--{Budget}";
            yield return weights.ToString(CultureInfo.InvariantCulture);
        }
        yield return "--method";
        yield return NameOf(Method);
        if (Epsilon is { } epsilon)
        {
            yield return "--epsilon";
            yield return epsilon.ToString(CultureInfo.InvariantCulture);
        }
        yield return "--seed";
        yield return Seed.ToString(CultureInfo.InvariantCulture);
    }

    // A number is handed on as it is written.
    private static string[] Shared(KeyValuePair<string, JsonElement> option) => option.Value.ValueKind switch
    {
        JsonValueKind.True => [$"--{option.Key}"],
        JsonValueKind.String => [$"--{option.Key}", option.Value.GetString()!],
        _ => [$"--{option.Key}", option.Value.GetRawText()],
    };
}
