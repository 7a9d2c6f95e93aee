using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;

namespace FreeNets.Compiler.Layouts;

/// <summary>The weights of a cascade for one lane per sample: one float a weight, by group of rows, source, row.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Rows">Rows of the state that it may add to.</param>
internal sealed record RowLayout(CascadeStage Stage, int Rows) : Layout(Stage, "cascade, rows")
{
    /// <summary>
    /// Rows that run side by side: as many as fit, for the more, the fewer loads of h, which is what sparse rows wait for. At 10 % of the
    /// edges of 100 neurons on Zen 4: 13.2 ns per sample with 8, 11.1 with 16, 9.9 with 26. Their lanes are one vector of samples: loads of
    /// weights, shared by two, would not be what limits it.
    /// </summary>
    public static int PerGroup(VectorShape shape, int rows) => Machine.Balanced(rows, Math.Min(rows, shape.Accumulators));

    /// <summary>
    /// For each source and each row that it reaches, the place of the weight; in the order in which the widest family uses them.
    /// </summary>
    public int[][] Offsets(List<RowValue>[] sources)
    {
        var offsets = sources.Select(static values => new int[values.Count]).ToArray();
        var place = 0;
        foreach (var (source, first, end) in InOrder(sources))
        {
            for (var i = first; i < end; i++)
            {
                offsets[source][i] = place++;
            }
        }

        return offsets;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ConstantTable> Tables()
    {
        var sources = SourceWeights.Of(Stage);
        var weights = InOrder(sources).SelectMany(range => sources[range.Source].GetRange(range.First, range.End - range.First));
        return
        [
            ConstantTable.Of(
                "EdgeWeights",
                "One weight an edge and decoder weight, in the order in which a batch uses them.",
                [.. weights.Select(static value => value.Weight)]),
        ];
    }

    private IEnumerable<SourceRange> InOrder(List<RowValue>[] sources) =>
        SourceWeights.ByGroup(sources, Rows, PerGroup(VectorShape.Avx512, Rows)).SelectMany(static group => group);
}
