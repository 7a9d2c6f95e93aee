using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>
/// Tables for the cascade as packed loops, where straight-line code would be too large: the same weights in the same order, so that
/// sums keep their order too.
/// </summary>
/// <param name="ColumnStarts">[neurons + 1]: where each neuron's units start in <paramref name="ColumnPlaces"/>.</param>
/// <param name="ColumnPlaces">For each unit of 16 column weights, the lane of the state where it is added.</param>
/// <param name="RowStarts">[groups + 1]: where each group's sources start in <paramref name="RowSources"/>.</param>
/// <param name="RowSources">The sources of each group that lie before it, ascending.</param>
/// <param name="RowWeights">For each of these sources, its weights to the rows of the group; 0 where there is no edge.</param>
/// <param name="RowTriangles">For each group, [source, row] weights inside it.</param>
public sealed record LoopLayout(
    EquatableArray<int> ColumnStarts,
    EquatableArray<int> ColumnPlaces,
    EquatableArray<int> RowStarts,
    EquatableArray<int> RowSources,
    EquatableArray<float> RowWeights,
    EquatableArray<float> RowTriangles)
{
    private const int Rows = CostModel.LoopRows;

    /// <summary>The tables; those of rows, which batches use, are empty without <paramref name="batch"/>.</summary>
    internal static LoopLayout Of(FreeNet net, List<RowValue>[] sources, ColumnLayout columns, bool batch)
    {
        var groups = batch ? SourceWeights.ByGroup(sources, net.Neurons + net.Outputs, Rows) : [];
        var (starts, rowSources, weights, triangles) = (new int[groups.Length + 1], new List<int>(), new List<float>(), new float[groups.Length * Rows * Rows]);
        for (var group = 0; group < groups.Length; group++)
        {
            foreach (var range in groups[group])
            {
                var values = new float[Rows];
                foreach (var (row, weight) in sources[range.Source].GetRange(range.First, range.End - range.First))
                {
                    values[row % Rows] = weight;
                }

                if (range.Source / Rows == group)
                {
                    values.CopyTo(triangles, ((group * Rows) + (range.Source % Rows)) * Rows);
                }
                else
                {
                    rowSources.Add(range.Source);
                    weights.AddRange(values);
                }
            }

            starts[group + 1] = rowSources.Count;
        }

        return new LoopLayout(
            Starts(columns.BySource),
            columns.BySource.SelectMany(static units => units).Select(static unit => unit.Index * Scheduler.Unit).ToArray(),
            starts,
            rowSources.ToArray(),
            weights.ToArray(),
            triangles);
    }

    private static int[] Starts(List<ColumnUnit>[] bySource)
    {
        var starts = new int[bySource.Length + 1];
        for (var source = 0; source < bySource.Length; source++)
        {
            starts[source + 1] = starts[source] + bySource[source].Count;
        }

        return starts;
    }
}
