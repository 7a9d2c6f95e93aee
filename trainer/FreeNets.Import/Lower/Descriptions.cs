using FreeNets.Model;

namespace FreeNets.Import.Lower;

/// <summary>Says where in the network each output of the graph is.</summary>
internal static class Descriptions
{
    /// <summary>The network with the labels of a class that is chosen among all its outputs, as classifiers have one.</summary>
    public static FreeNet Labelled(Lowered lowered) =>
        Of(lowered).FirstOrDefault(static output => output.IsClass && output.Labels.Count > 0) is { Spans: [var span] } output
        && span.Count == lowered.Net.Outputs && output.Labels.Count == span.Count
            ? lowered.Net with
            {
                Labels = output.Labels.Select(
                    static label => string.Concat(label.Select(static c => char.IsControl(c) || c is '\u2028' or '\u2029' ? '_' : c)))
                        .ToArray(),
            }
            : lowered.Net;

    public static EquatableArray<ImportedOutput> Of(Lowered lowered)
    {
        var firsts = new int[lowered.Heads.Count];
        for (var i = 1; i < firsts.Length; i++)
        {
            firsts[i] = firsts[i - 1] + lowered.Heads[i - 1].Logits.Length;
        }

        return lowered.Outputs
            .Select(output => new ImportedOutput(
                output.Name,
                Array.ConvertAll(output.Heads, head => new OutputSpan(firsts[head], lowered.Heads[head].Logits.Length)),
                output.Order,
                output.IsClass,
                output.Labels))
            .ToArray();
    }
}
