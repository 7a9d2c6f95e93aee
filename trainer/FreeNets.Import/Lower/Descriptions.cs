using FreeNets.Model;

namespace FreeNets.Import.Lower;

/// <summary>Says where in the network each output of the graph is.</summary>
internal static class Descriptions
{
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
