using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>Tables for the cascade without vectors: one entry an edge and a non-zero decoder weight, by source, targets ascending.</summary>
/// <param name="Starts">[neurons + 1]: where each neuron's entries start.</param>
/// <param name="Targets">The row of the state that an entry adds to.</param>
/// <param name="Weights">An entry's weight.</param>
public sealed record ScalarLayout(EquatableArray<int> Starts, EquatableArray<int> Targets, EquatableArray<float> Weights)
{
    internal static ScalarLayout Of(List<RowValue>[] sources)
    {
        var starts = new int[sources.Length + 1];
        for (var source = 0; source < sources.Length; source++)
        {
            starts[source + 1] = starts[source] + sources[source].Count;
        }

        var entries = sources.SelectMany(static values => values).ToArray();
        return new ScalarLayout(
            starts, Array.ConvertAll(entries, static entry => entry.Row), Array.ConvertAll(entries, static entry => entry.Weight));
    }
}
