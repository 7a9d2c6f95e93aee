using FreeNets.Model;

namespace FreeNets.Trainer.Search;

/// <summary>Why the search ended.</summary>
public enum Ending
{
    /// <summary>The graph did not change for the patience window: the algorithm's convergence.</summary>
    FixedPoint,

    /// <summary>The search only came back to graphs that it had left before: it would go in circles.</summary>
    Cycle,

    /// <summary>The allowed number of rounds or steps is used up.</summary>
    Limit,
}

/// <summary>One round: an update of the graph or, where training and updates interleave, the updates of one epoch.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Pruned">Edges removed, by all updates of the round.</param>
/// <param name="Added">Edges added, by all updates of the round.</param>
/// <param name="LiveEdges">Edges of the graph after the round.</param>
/// <param name="Depth">Edges on its longest path.</param>
/// <param name="Agreement">Jaccard's index of the edges before and after the round, in [0, 1].</param>
/// <param name="Ending">Why this round is the last, or null when it is not.</param>
public sealed record Round(int Number, int Pruned, int Added, int LiveEdges, int Depth, double Agreement, Ending? Ending)
{
    /// <summary>The round that led from one graph to another by a single update.</summary>
    public static Round Between(Ncg before, Ncg after, int number, Ending? ending) => new(
        number, before.AndNot(after).EdgeCount, after.AndNot(before).EdgeCount, after.EdgeCount, after.Depth(),
        GraphMeasures.Agreement(before, after), ending);
}

/// <summary>Where the search arrived.</summary>
/// <param name="Graph">The last graph, which the last training fitted.</param>
/// <param name="Rounds">Rounds of updates.</param>
/// <param name="Ending">Why the search ended, or null where the method has a fixed graph and does not search.</param>
public sealed record Evolution(Ncg Graph, int Rounds, Ending? Ending);
