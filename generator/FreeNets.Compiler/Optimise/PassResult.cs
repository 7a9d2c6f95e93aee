using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Optimise;

/// <summary>What a pass saved.</summary>
/// <param name="Name">The pass, as the printed plan calls it.</param>
/// <param name="Neurons">Neurons removed.</param>
/// <param name="MultiplyAdds">Multiply-adds a sample removed.</param>
/// <param name="Note">What else it did, or why it did nothing; null where the numbers say it all.</param>
public sealed record PassResult(string Name, int Neurons, long MultiplyAdds, string? Note = null)
{
    /// <summary>All of that in words, as the printed plan has it.</summary>
    public string Summary
    {
        get
        {
            string?[] parts =
            [
                Neurons == 0 ? null : $"{CSharpText.Number(Neurons)} {(Neurons == 1 ? "neuron" : "neurons")} fewer",
                MultiplyAdds == 0 ? null : $"{CSharpText.Number(2 * MultiplyAdds)} FLOPs saved",
                Note,
            ];
            return string.Join("; ", parts.Where(static part => part is not null).DefaultIfEmpty("nothing saved"));
        }
    }
}
