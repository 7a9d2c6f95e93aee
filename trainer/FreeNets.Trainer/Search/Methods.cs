using FreeNets.Model;
using FreeNets.Trainer.Search.Rules;
using FreeNets.Trainer.Training;

namespace FreeNets.Trainer.Search;

/// <summary>What a <see cref="Method"/> decides: the neurons, the graph to start from, and how it changes.</summary>
public static class Methods
{
    /// <summary>Whether the method has to be told how many edges it may have.</summary>
    public static bool NeedsEdges(this Method method) =>
        method is Method.Magnitude or Method.RandomMask or Method.RandomDag or Method.Set or Method.Rigl;

    /// <summary>The neurons of a method's network for a given k.</summary>
    /// <remarks>A neuron of an FCNN has a weight for each input and output, and a bias; the dense NCG has k(k−1)/2 weights more.</remarks>
    public static int NeuronsOf(Method method, int neurons, int inputs, int outputs) => method == Method.FcnnMatched
        ? neurons + (int)Math.Round(neurons * (neurons - 1L) / 2.0 / (inputs + 1 + outputs))
        : neurons;

    /// <summary>The graph of <paramref name="neurons"/> neurons that the training starts with.</summary>
    public static Ncg StartOf(TrainingOptions options, int neurons)
    {
        using var generator = RandomStreams.Open(RandomStream.Graph, options.Seed);
        return options.Method switch
        {
            Method.Fcnn or Method.FcnnMatched => Ncg.Empty(neurons),
            Method.RandomMask or Method.Set or Method.Rigl => RandomGraphs.Mask(neurons, EdgesOf(options), generator),
            Method.RandomDag => RandomGraphs.Layered(neurons, EdgesOf(options), generator),
            _ => Ncg.Dense(neurons),
        };
    }

    /// <summary>How the graph changes while the weights of the first round are trained, or null where it does not.</summary>
    public static GraphRule? RuleOf(TrainingOptions options, WeightTrainer trainer)
    {
        var span = trainer.SpanOf(1 - options.FixedFraction);
        return options.Method switch
        {
            Method.Freeevolve when options.Schedule == Schedule.Interleaved => new FreeEvolveRule(options, trainer, span),
            Method.Magnitude => new MagnitudeRule(trainer, span, EdgesOf(options)),
            Method.Set => new SetRule(trainer, span, RandomStreams.Open(RandomStream.Regrowth, options.Seed)),
            Method.Rigl => new RiglRule(trainer, span),
            _ => null,
        };
    }

    private static int EdgesOf(TrainingOptions options) => options.Edges
        ?? throw new ArgumentException($"{options.Method} needs a number of edges.", nameof(options));
}
