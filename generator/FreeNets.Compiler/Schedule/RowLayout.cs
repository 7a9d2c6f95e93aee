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
        var rows = net.Neurons + net.Outputs;
        foreach (var (source, first, end) in SourceWeights.ByGroup(sources, rows, CostModel.RowsPerGroup(VectorShape.Avx512, rows)).SelectMany(static group => group))
        {
            for (var i = first; i < end; i++)
            {
                offsets[source][i] = weights.Count;
                weights.Add(sources[source][i].Weight);
            }
        }

        return new RowLayout(rows, sources, offsets, [.. weights]);
    }

    /// <summary>Groups of as many rows as the family keeps in registers, sources ascending, cut into methods that the JIT optimises.</summary>
    public EquatableArray<RowMethod> Cut(VectorShape shape)
    {
        var perGroup = CostModel.RowsPerGroup(shape, Rows);
        var groups = SourceWeights.ByGroup(BySource, Rows, perGroup)
            .SelectMany((ranges, group) => Parts(group * perGroup, Math.Min(perGroup, Rows - (group * perGroup)), ranges.ConvertAll(range => Step(range, group * perGroup))))
            .ToList();
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

    private RowStep Step(SourceRange range, int firstRow) => new(
        range.Source,
        Enumerable.Range(range.First, range.End - range.First)
            .Select(i => new RowWeight(BySource[range.Source][i].Row - firstRow, Offsets[range.Source][i]))
            .ToArray());

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
