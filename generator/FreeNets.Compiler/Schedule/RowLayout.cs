using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>The batch cascade: rows of the state, each with the weights of its sources, one float a weight.</summary>
/// <param name="Rows">The number of rows: neurons, then logits.</param>
/// <param name="BySource">For each source, the rows that it reaches, ascending.</param>
/// <param name="Offsets">For each of these, the place of its weight in <paramref name="Weights"/>.</param>
/// <param name="Weights">The weights in the order in which the widest family uses them; the others are not far from it.</param>
internal sealed record RowLayout(int Rows, List<RowValue>[] BySource, int[][] Offsets, float[] Weights)
{
    /// <summary>Statements that begin and end a row: load, activate, store.</summary>
    private const int Ends = 3;

    public static RowLayout Pack(FreeNet net, List<RowValue>[] sources)
    {
        var offsets = sources.Select(static values => new int[values.Count]).ToArray();
        var weights = new List<float>();
        var next = new int[sources.Length];
        var rows = net.Neurons + net.Outputs;
        var group = CostModel.RowsPerGroup(VectorShape.Avx512, rows);
        for (var end = group; end < rows + group; end += group)
        {
            for (var source = 0; source < Math.Min(sources.Length, end); source++)
            {
                for (; next[source] < sources[source].Count && sources[source][next[source]].Row < end; next[source]++)
                {
                    offsets[source][next[source]] = weights.Count;
                    weights.Add(sources[source][next[source]].Weight);
                }
            }
        }

        return new RowLayout(rows, sources, offsets, [.. weights]);
    }

    /// <summary>Groups of as many rows as the family keeps in registers, sources ascending, cut into methods that the JIT optimises.</summary>
    public EquatableArray<RowMethod> Cut(VectorShape shape)
    {
        var groups = new List<RowGroup>();
        var perGroup = CostModel.RowsPerGroup(shape, Rows);
        var next = new int[BySource.Length];
        for (var first = 0; first < Rows; first += perGroup)
        {
            var count = Math.Min(perGroup, Rows - first);
            groups.AddRange(Parts(first, count, Steps(next, first, first + count)));
        }

        return Cut(groups).ToArray();
    }

    /// <summary>Cuts rows with very many sources; the last part includes the sources inside the group.</summary>
    private static IEnumerable<RowGroup> Parts(int first, int count, List<RowStep> steps)
    {
        var inside = steps.FindIndex(step => step.Source >= first);
        var outside = inside < 0 ? steps.Count : inside;
        var (done, statements) = (0, 0);
        for (var i = 0; i <= outside; i++)
        {
            var cost = i < outside ? Statements(steps[i]) : steps.Skip(outside).Sum(Statements);
            if (statements + cost > CostModel.StatementsPerMethod - (Ends * count) && i > done)
            {
                yield return new RowGroup(first, count, steps.GetRange(done, i - done).ToArray(), Finishes: false);
                (done, statements) = (i, 0);
            }

            statements += cost;
        }

        yield return new RowGroup(first, count, steps.GetRange(done, steps.Count - done).ToArray(), Finishes: true);
    }

    private static int Statements(RowStep step) => step.Targets.Count + 1;

    /// <summary>The sources of one group. <paramref name="next"/> remembers how far each source's targets are used up.</summary>
    private List<RowStep> Steps(int[] next, int first, int end)
    {
        var steps = new List<RowStep>();
        for (var source = 0; source < Math.Min(BySource.Length, end); source++)
        {
            var targets = new List<RowWeight>();
            for (; next[source] < BySource[source].Count && BySource[source][next[source]].Row < end; next[source]++)
            {
                targets.Add(new RowWeight(BySource[source][next[source]].Row - first, Offsets[source][next[source]]));
            }

            if (targets.Count > 0)
            {
                steps.Add(new RowStep(source, targets.ToArray()));
            }
        }

        return steps;
    }

    private static IEnumerable<RowMethod> Cut(List<RowGroup> groups)
    {
        var current = new List<RowGroup>();
        var statements = 0;
        foreach (var group in groups)
        {
            var cost = group.Steps.Sum(Statements) + (Ends * group.Count);
            if (statements + cost > CostModel.StatementsPerMethod && current.Count > 0)
            {
                yield return new RowMethod(current.ToArray());
                (current, statements) = ([], 0);
            }

            current.Add(group);
            statements += cost;
        }

        yield return new RowMethod(current.ToArray());
    }
}
