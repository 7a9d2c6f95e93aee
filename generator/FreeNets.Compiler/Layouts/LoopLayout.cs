using FreeNets.Compiler.Ir;

namespace FreeNets.Compiler.Layouts;

/// <summary>
/// The weights of a cascade for loops with one lane per sample: groups of rows, each with the sources before it and a triangle.
/// </summary>
/// <param name="Stage">The stage.</param>
/// <param name="Rows">Rows of the state that it may add to.</param>
internal sealed record LoopLayout(CascadeStage Stage, int Rows) : Layout(Stage, "cascade, rows")
{
    /// <summary>Rows that run side by side: enough to hide FMA latency and to share loads of h.</summary>
    public const int PerGroup = 8;

    /// <summary>The number of groups.</summary>
    public int Groups => (Rows + PerGroup - 1) / PerGroup;

    /// <summary>Sources that lie before their groups, and the number of groups, of some neurons; of all rows where these are all.</summary>
    public (int Entries, int Groups) EntriesOf(Slice neurons)
    {
        var (first, last) =
            (neurons.First / PerGroup, neurons.End == Stage.Weights.Columns ? Groups : (neurons.End + PerGroup - 1) / PerGroup);
        var groups = SourceWeights.ByGroup(SourceWeights.Of(Stage), Rows, PerGroup);
        var entries = Enumerable.Range(first, last - first).Sum(group => groups[group].Count(range => range.Source / PerGroup != group));
        return (entries, last - first);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ConstantTable> Tables()
    {
        var sources = SourceWeights.Of(Stage);
        var groups = SourceWeights.ByGroup(sources, Rows, PerGroup);
        var (starts, rowSources, weights) = (new int[groups.Length + 1], new List<int>(), new List<float>());
        var triangles = new float[groups.Length * PerGroup * PerGroup];
        for (var group = 0; group < groups.Length; group++)
        {
            foreach (var range in groups[group])
            {
                var values = new float[PerGroup];
                foreach (var (row, weight) in sources[range.Source].GetRange(range.First, range.End - range.First))
                {
                    values[row % PerGroup] = weight;
                }

                if (range.Source / PerGroup == group)
                {
                    values.CopyTo(triangles, ((group * PerGroup) + (range.Source % PerGroup)) * PerGroup);
                }
                else
                {
                    rowSources.Add(range.Source);
                    weights.AddRange(values);
                }
            }

            starts[group + 1] = rowSources.Count;
        }

        return
        [
            ConstantTable.Of("RowStarts", "Where each group's sources start; one more at the end.", starts),
            ConstantTable.Of("RowSources", "The sources of each group of rows.", [.. rowSources]),
            ConstantTable.Of("RowWeights", "For each of these sources, its weights to the rows of the group.", [.. weights]),
            ConstantTable.Of("RowTriangles", "For each group, [source, row] weights inside it.", triangles),
        ];
    }
}
