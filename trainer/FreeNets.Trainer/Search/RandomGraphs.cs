using FreeNets.Model;
using FreeNets.Trainer.Search.Budgets;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Search;

/// <summary>The controls: graphs that no data has shaped.</summary>
public static class RandomGraphs
{
    /// <summary>A graph of exactly <paramref name="edges"/> edges, each set of that size among all k(k−1)/2 pairs equally likely.</summary>
    public static Ncg Mask(int neurons, int edges, Generator generator) => Choose(Ncg.Dense(neurons), edges, generator);

    /// <summary>
    /// A layered graph: √k layers whose borders are drawn at random, and exactly <paramref name="edges"/> edges drawn uniformly
    /// from all pairs of different layers; more layers where these pairs do not suffice.
    /// </summary>
    /// <remarks>
    /// A random order of neurons alone would give the law of <see cref="Mask"/> again, since neurons start alike. Layers differ from
    /// it in what order means: neurons of a layer never read each other, so the depth stays below the number of layers, while
    /// the longest path of a uniform mask grows with k.
    /// </remarks>
    public static Ncg Layered(int neurons, int edges, Generator generator)
    {
        for (var layers = Math.Max(1, (int)Math.Round(Math.Sqrt(neurons))); layers < neurons; layers++)
        {
            var layerOf = DrawLayers(neurons, layers, generator);
            var pairs = Ncg.FromPredicate(neurons, (i, j) => layerOf[i] != layerOf[j]);
            if (pairs.EdgeCount >= edges)
            {
                return Choose(pairs, edges, generator);
            }
        }

        return Mask(neurons, edges, generator);
    }

    /// <summary>Exactly <paramref name="count"/> edges of <paramref name="graph"/>, drawn uniformly.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The graph has fewer.</exception>
    public static Ncg Choose(Ncg graph, int count, Generator generator)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, graph.EdgeCount);
        return OfEdges(graph.Neurons, Shuffled(graph, generator).Take(count));
    }

    /// <summary>Edges that the pattern has room for, drawn one by one; <paramref name="count"/> of them, or all that fit.</summary>
    public static Ncg Choose(Pattern pattern, int count, Generator generator)
    {
        var drawn = Shuffled(pattern.Edges, generator);
        return OfEdges(pattern.Edges.Neurons, pattern.WithinCap(Ncg.Empty(pattern.Edges.Neurons), drawn).Take(count));
    }

    /// <summary>The edges of a graph in random order.</summary>
    public static IEnumerable<(int Target, int Source)> Shuffled(Ncg graph, Generator generator)
    {
        using var order = randperm(graph.EdgeCount, ScalarType.Int64, generator: generator);
        var edges = graph.Edges().ToArray();
        return Array.ConvertAll(order.data<long>().ToArray(), number => edges[number]);
    }

    /// <summary>The graph of k neurons with these edges.</summary>
    public static Ncg OfEdges(int neurons, IEnumerable<(int Target, int Source)> edges)
    {
        var set = edges.ToHashSet();
        return Ncg.FromPredicate(neurons, (i, j) => set.Contains((i, j)));
    }

    /// <summary>The layer of each neuron, rising: layers − 1 borders among the k − 1 gaps, so none is empty.</summary>
    private static int[] DrawLayers(int neurons, int layers, Generator generator)
    {
        using var order = randperm(neurons - 1, ScalarType.Int64, generator: generator);
        var borders = order.data<long>().Take(layers - 1).ToHashSet();
        var layerOf = new int[neurons];
        for (var i = 1; i < neurons; i++)
        {
            layerOf[i] = layerOf[i - 1] + (borders.Contains(i - 1) ? 1 : 0);
        }

        return layerOf;
    }
}
