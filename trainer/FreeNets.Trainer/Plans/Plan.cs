using System.Text.Json;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Training.Rules;

namespace FreeNets.Trainer.Plans;

/// <summary>What a sweep runs: every combination of sets, neurons, budgets, methods, ε and seeds.</summary>
public sealed record Plan
{
    /// <summary>What the plan is for, in a sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>Values of <c>--data</c>: known sets, or folders and tables of classes under the data root.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];

    /// <summary>Values of <c>--neurons</c>.</summary>
    public IReadOnlyList<int> Neurons { get; init; } = [];

    /// <summary>Values of <c>--budget</c>; none for runs without one, or with the one of <see cref="Options"/>.</summary>
    public IReadOnlyList<int> Budgets { get; init; } = [];

    /// <summary>Values of <c>--method</c>.</summary>
    public IReadOnlyList<Method> Methods { get; init; } = [];

    /// <summary>Values of <c>--epsilon</c>, for the methods whose edges depend on it.</summary>
    public IReadOnlyList<double> Epsilon { get; init; } = [];

    /// <summary>Values of <c>--seed</c>.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [];

    /// <summary>Options that all runs share, by their long name without dashes: a number, a text, or true.</summary>
    public IReadOnlyDictionary<string, JsonElement> Options { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>
    /// The runs, each once, in the order in which they are begun: everything with the first seed, then with the next, so that a sweep
    /// that is stopped early shows the whole. Within a seed, budgets follow each other in the order of their list.
    /// </summary>
    public IReadOnlyList<PlannedRun> Runs()
    {
        var runs =
            from seed in Seeds
            from budget in Budgets.Count > 0 ? Budgets.Select(static value => (int?)value) : [null]
            from set in Sets
            from neurons in Neurons
            from method in Methods
            from epsilon in DependsOnEpsilon(method) ? Epsilon.Select(static value => (double?)value) : [null]
            select new PlannedRun(this, set, neurons, budget, method, epsilon, seed);
        return [.. runs];
    }

    /// <summary>Whether a method's edges follow from ε: FreeEvolve's do, and those of what is compared with it at equal edges.</summary>
    internal bool DependsOnEpsilon(Method method) => method == Method.Freeevolve || NeedsEdges(method);

    /// <summary>Whether a method's runs have to be told how many edges they may have.</summary>
    internal bool NeedsEdges(Method method) => method.NeedsEdges(Budgets.Count > 0 || Options.ContainsKey(PlannedRun.Budget));
}
