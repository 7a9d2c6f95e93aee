using FreeNets.Compiler.Ir;

namespace FreeNets.Compiler.Layouts;

/// <summary>
/// The weights of a cascade without vectors: one entry an edge and a non-zero decoder weight, by source, targets ascending.
/// </summary>
/// <param name="Stage">The stage.</param>
internal sealed record ScalarLayout(CascadeStage Stage) : Layout(Stage, "cascade, scalars")
{
    /// <inheritdoc/>
    public override IReadOnlyList<ConstantTable> Tables()
    {
        var sources = SourceWeights.Of(Stage);
        var starts = new int[sources.Length + 1];
        for (var source = 0; source < sources.Length; source++)
        {
            starts[source + 1] = starts[source] + sources[source].Count;
        }

        var entries = sources.SelectMany(static values => values).ToArray();
        return
        [
            ConstantTable.Of("ScalarStarts", "Where each neuron's entries of the path without vectors start; one more at the end.", starts),
            ConstantTable.Of("ScalarTargets", "For each entry, "
                + "the row of the state that it adds to.", Array.ConvertAll(entries, static entry => entry.Row)),
            ConstantTable.Of("ScalarWeights", "For each entry, its weight.", Array.ConvertAll(entries, static entry => entry.Weight)),
        ];
    }
}
