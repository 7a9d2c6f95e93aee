using FreeNets.Model;

namespace FreeNets.Trainer.Search;

/// <summary>
/// Algorithm 1, "while G does not converge, G := FREEEVOLVE(D, G)": training weights and updating the graph take turns.
/// </summary>
public static class Alternation
{
    /// <summary>Trains, then updates the graph and trains again until the graph stays, comes back, or the limit is reached.</summary>
    /// <param name="graph">G to start from.</param>
    /// <param name="maxRounds">Updates at most; 0 only trains.</param>
    /// <param name="patience">Updates in a row without a change that count as convergence, at least 1.</param>
    /// <param name="train">Fits the weights to a graph; called with every graph the search takes, also with the last.</param>
    /// <param name="update">FreeEvolve's update of a graph in a round (from 1), of the weights as they are.</param>
    /// <param name="report">Called after each update, before the training it leads to.</param>
    public static Evolution Run(
        Ncg graph, int maxRounds, int patience, Action<Ncg> train, Func<Ncg, int, GraphUpdate> update, Action<Round>? report = null)
    {
        var seen = new HashSet<Ncg> { graph };
        var unchanged = 0;
        train(graph);
        for (var number = 1; number <= maxRounds; number++)
        {
            var next = update(graph, number).Next;
            unchanged = next.Equals(graph) ? unchanged + 1 : 0;
            Ending? ending = unchanged >= patience ? Ending.FixedPoint
                : unchanged == 0 && !seen.Add(next) ? Ending.Cycle
                : number == maxRounds ? Ending.Limit
                : null;
            report?.Invoke(Round.Between(graph, next, number, ending));
            graph = next;
            if (ending != Ending.FixedPoint)
            {
                train(graph);
            }

            if (ending is not null)
            {
                return new Evolution(graph, number, ending);
            }
        }

        return new Evolution(graph, 0, Ending.Limit);
    }
}
