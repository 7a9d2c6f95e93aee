using FreeNets.Model;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Training.Budgets;

namespace FreeNets.Trainer.Training.Rules;

/// <summary>What a <see cref="Method"/> decides: the neurons, the graph to start from, and how it changes.</summary>
public static class Methods
{
    /// <summary>
    /// Whether the method has to be told how many edges it may have; under a budget, magnitude pruning finds that by itself.
    /// </summary>
    public static bool NeedsEdges(this Method method, bool hasBudget = false) =>
        method is Method.RandomMask or Method.RandomDag or Method.Set or Method.Rigl || (method == Method.Magnitude && !hasBudget);

    /// <summary>The same of a run.</summary>
    public static bool NeedsEdges(this TrainingOptions options) => options.Method.NeedsEdges(options.Budget is not null);

    /// <summary>The neurons of a method's network for a given k.</summary>
    /// <remarks>A neuron of an FCNN has a weight for each input and output, and a bias; the dense NCG has k(k−1)/2 weights more.</remarks>
    public static int NeuronsOf(Method method, int neurons, int inputs, int outputs) => method == Method.FcnnMatched
        ? neurons + (int)Math.Round(neurons * (neurons - 1L) / 2.0 / (inputs + 1 + outputs))
        : neurons;

    /// <summary>The graph of <paramref name="neurons"/> neurons that the training starts with.</summary>
    public static Ncg StartOf(TrainingOptions options, int neurons)
    {
        using var generator = RandomStreams.Open(RandomStream.Graph, options.Seed);
        var pattern = Patterns.Of(options, neurons);
        return options.Method switch
        {
            Method.RandomMask or Method.Set or Method.Rigl => RandomGraphs.Choose(pattern, EdgesOf(options), generator),
            Method.RandomDag => RandomGraphs.Layered(neurons, EdgesOf(options), generator),
            _ => options.From?.Net.Graph ?? pattern.Edges,
        };
    }

    /// <summary>How the graph changes while the weights of the first round are trained, or null where it does not.</summary>
    public static GraphRule? RuleOf(TrainingOptions options, WeightTrainer trainer, Action<BudgetReport>? report = null)
    {
        var span = trainer.SpanOf(options.Budget?.End ?? (1 - options.FixedFraction));
        var pattern = Patterns.Of(options, trainer.Module.Architecture.Neurons);
        GraphRule? rule = options.Method switch
        {
            Method.Freeevolve when options.Schedule == Schedule.Interleaved => new FreeEvolveRule(options, trainer, span),
            Method.Magnitude when options.Budget is null => new MagnitudeRule(trainer, span, EdgesOf(options)),
            Method.Set => new SetRule(trainer, span, pattern, RandomStreams.Open(RandomStream.Regrowth, options.Seed)),
            Method.Rigl => new RiglRule(trainer, span, pattern),
            _ => null,
        };
        return options.Budget is { } budget
            ? new BudgetRule(budget, pattern, trainer.Module.Graph, trainer.Budgeted(pattern), rule, !options.NeedsEdges(), span, report)
            : rule;
    }

    private static int EdgesOf(TrainingOptions options) => options.Edges
        ?? throw new ArgumentException($"{options.Method} needs a number of edges.", nameof(options));
}
