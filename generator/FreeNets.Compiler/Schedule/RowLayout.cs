using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>The batch cascade: rows of the state in groups, sources ascending, weights in the order of use.</summary>
/// <param name="Weights">One float a weight.</param>
/// <param name="Methods">The groups, cut into methods that the JIT optimises.</param>
internal sealed record RowLayout(float[] Weights, RowMethod[] Methods)
{
    public static RowLayout Pack(FreeNet net, List<RowValue>[] sources)
    {
        var weights = new List<float>();
        var groups = new List<RowGroup>();
        var rows = net.Neurons + net.Outputs;
        var next = new int[net.Neurons];
        for (var first = 0; first < rows; first += CostModel.RowsPerGroup)
        {
            var count = Math.Min(CostModel.RowsPerGroup, rows - first);
            groups.AddRange(Parts(first, count, Steps(sources, next, first, first + count, weights)));
        }

        return new RowLayout([.. weights], Cut(groups));
    }

    /// <summary>Cuts rows with very many sources; what is left for the last part includes the sources inside the group.</summary>
    private static IEnumerable<RowGroup> Parts(int first, int count, List<RowStep> steps)
    {
        var limit = CostModel.StatementsPerMethod / (count + 1);
        var done = 0;
        for (; steps.Count - done > limit; done += limit - count)
        {
            yield return new RowGroup(first, count, steps.GetRange(done, limit - count).ToArray(), Finishes: false);
        }

        yield return new RowGroup(first, count, steps.GetRange(done, steps.Count - done).ToArray(), Finishes: true);
    }

    /// <summary>The sources of one group. <paramref name="next"/> remembers how far each source's targets are used up.</summary>
    private static List<RowStep> Steps(List<RowValue>[] sources, int[] next, int first, int end, List<float> weights)
    {
        var steps = new List<RowStep>();
        for (var source = 0; source < Math.Min(sources.Length, end); source++)
        {
            var targets = new List<RowWeight>();
            for (; next[source] < sources[source].Count && sources[source][next[source]].Row < end; next[source]++)
            {
                var (row, weight) = sources[source][next[source]];
                targets.Add(new RowWeight(row - first, weights.Count));
                weights.Add(weight);
            }

            if (targets.Count > 0)
            {
                steps.Add(new RowStep(source, targets.ToArray()));
            }
        }

        return steps;
    }

    private static RowMethod[] Cut(List<RowGroup> groups)
    {
        var methods = new List<RowMethod>();
        var current = new List<RowGroup>();
        var statements = 0;
        foreach (var group in groups)
        {
            var cost = group.Steps.Sum(static step => step.Targets.Count + 1) + (3 * group.Count);
            if (statements + cost > CostModel.StatementsPerMethod && current.Count > 0)
            {
                methods.Add(new RowMethod(current.ToArray()));
                (current, statements) = ([], 0);
            }

            current.Add(group);
            statements += cost;
        }

        methods.Add(new RowMethod(current.ToArray()));
        return [.. methods];
    }
}
