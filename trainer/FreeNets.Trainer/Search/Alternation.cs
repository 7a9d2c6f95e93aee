using System.Diagnostics;
using FreeNets.Model;

namespace FreeNets.Trainer.Search;

/// <summary>Why the search ended.</summary>
public enum Ending
{
    /// <summary>G' = G: the algorithm's convergence.</summary>
    FixedPoint,

    /// <summary>G' is a graph that was left before: the search would go in circles.</summary>
    Cycle,

    /// <summary>The allowed number of rounds is used up.</summary>
    Limit,
}

/// <summary>One round: an update of the graph.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Pruned">Edges removed.</param>
/// <param name="Added">Edges added.</param>
/// <param name="LiveEdges">Edges of G'.</param>
/// <param name="Ending">Why this round is the last, or null when it is not.</param>
public sealed record Round(int Number, int Pruned, int Added, int LiveEdges, Ending? Ending);

/// <summary>Where the search arrived.</summary>
/// <param name="Graph">The last graph, which the last training fitted.</param>
/// <param name="Rounds">Updates computed.</param>
/// <param name="Ending">Why the search ended.</param>
public sealed record Evolution(Ncg Graph, int Rounds, Ending Ending);

/// <summary>
/// Algorithm 1, "while G does not converge, G := FREEEVOLVE(D, G)": training weights and updating the graph take turns.
/// </summary>
public static class Alternation
{
    /// <summary>Trains, then updates the graph and trains again until the graph stays, comes back, or the limit is reached.</summary>
    /// <param name="graph">G to start from.</param>
    /// <param name="epsilon">ε, in (0, 1).</param>
    /// <param name="maxRounds">Updates at most; 0 only trains.</param>
    /// <param name="train">Fits the weights to a graph; called with every graph the search takes, also with the last.</param>
    /// <param name="measure">Co-activations of the weights as they are, over the data.</param>
    /// <param name="report">Called after each update, before the training it leads to.</param>
    public static Evolution Run(
        Ncg graph, double epsilon, int maxRounds, Action<Ncg> train, Func<CoActivations> measure, Action<Round>? report = null)
    {
        var seen = new HashSet<Ncg> { graph };
        train(graph);
        for (var number = 1; number <= maxRounds; number++)
        {
            var update = FreeEvolve.Update(graph, measure(), epsilon);
            var ending = EndingOf(update, graph, seen, number == maxRounds);
            report?.Invoke(new Round(
                number, graph.AndNot(update.Next).EdgeCount, update.Next.AndNot(graph).EdgeCount, update.Next.EdgeCount, ending));
            if (ending == Ending.FixedPoint)
            {
                AssertTheorem2(update);
                return new Evolution(graph, number, Ending.FixedPoint);
            }

            graph = update.Next;
            train(graph);
            if (ending is { } last)
            {
                return new Evolution(graph, number, last);
            }
        }

        return new Evolution(graph, 0, Ending.Limit);
    }

    private static Ending? EndingOf(GraphUpdate update, Ncg graph, HashSet<Ncg> seen, bool isLast)
    {
        if (update.Next.Equals(graph))
        {
            return Ending.FixedPoint;
        }

        return !seen.Add(update.Next) ? Ending.Cycle : isLast ? Ending.Limit : null;
    }

    /// <summary>Theorem 2: at a fixed point, Aug ∧ ¬Prune ⊆ E.</summary>
    private static void AssertTheorem2(GraphUpdate update)
    {
        if (update.Aug.AndNot(update.Prune).AndNot(update.Next).EdgeCount != 0)
        {
            throw new UnreachableException("A fixed point of FreeEvolve lacks an edge that it asks for (Theorem 2).");
        }
    }
}
