using FreeNets.Model;

namespace FreeNets.Trainer.Search;

/// <summary>What is told of a graph after each round.</summary>
public static class GraphMeasures
{
    /// <summary>Edges on the longest path: 0 without edges, k − 1 for the dense graph.</summary>
    public static int Depth(this Ncg graph)
    {
        var depths = new int[graph.Neurons];
        foreach (var (target, source) in graph.Edges())
        {
            // Edges come ordered by target, so a source's depth is final when it is read.
            depths[target] = Math.Max(depths[target], depths[source] + 1);
        }

        return depths.Max();
    }

    /// <summary>Jaccard's index of two sets of edges, |A ∧ B| / |A ∨ B|, in [0, 1]; 1 where both are empty.</summary>
    public static double Agreement(Ncg a, Ncg b)
    {
        var either = a.Or(b).EdgeCount;
        return either == 0 ? 1 : (double)a.And(b).EdgeCount / either;
    }
}
