using FreeNets.Compiler.Ir;

namespace FreeNets.Compiler.Layouts;

/// <summary>A weight from a neuron to a row of the state: a later neuron or a logit.</summary>
/// <param name="Row">The row of the state.</param>
/// <param name="Weight">The weight.</param>
internal readonly record struct RowValue(int Row, float Weight);

/// <summary>The weights of a source, from First up to End, that go to one group of rows.</summary>
/// <param name="Source">The neuron.</param>
/// <param name="First">The first of them in the source's list.</param>
/// <param name="End">The one behind the last.</param>
internal readonly record struct SourceRange(int Source, int First, int End);

/// <summary>The weights of a cascade seen from the source: for each neuron, the rows of the state that its h reaches, ascending.</summary>
internal static class SourceWeights
{
    public static List<RowValue>[] Of(CascadeStage stage)
    {
        var bySource = new List<RowValue>[stage.Weights.Columns];
        for (var neuron = 0; neuron < bySource.Length; neuron++)
        {
            bySource[neuron] = [];
        }

        foreach (var (row, source, weight) in stage.Weights.Entries())
        {
            bySource[source].Add(new RowValue(row, weight));
        }

        return bySource;
    }

    /// <summary>The sources of each group of <paramref name="perGroup"/> rows, ascending; one visit a weight.</summary>
    public static List<SourceRange>[] ByGroup(List<RowValue>[] bySource, int rows, int perGroup)
    {
        var groups = new List<SourceRange>[(rows + perGroup - 1) / perGroup];
        for (var group = 0; group < groups.Length; group++)
        {
            groups[group] = [];
        }

        for (var source = 0; source < bySource.Length; source++)
        {
            var values = bySource[source];
            for (int first = 0, end; first < values.Count; first = end)
            {
                var group = values[first].Row / perGroup;
                for (end = first + 1; end < values.Count && values[end].Row / perGroup == group; end++)
                {
                }

                groups[group].Add(new SourceRange(source, first, end));
            }
        }

        return groups;
    }
}
