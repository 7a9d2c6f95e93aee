using FreeNets.Compiler.Machines;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>A register block with one lane a neuron; times the partial sums.</summary>
/// <param name="Samples">Samples that share each load of weights.</param>
/// <param name="Chunks">Vectors of neurons.</param>
internal sealed record EncoderTile(int Samples, int Chunks)
{
    /// <summary>Loads a multiply-add.</summary>
    public double LoadsPerFma => (double)(Samples + Chunks) / (Samples * Chunks);

    /// <summary>The block for one sample: as many neurons as fit, so that each input is read once.</summary>
    public static EncoderTile OfOne(VectorShape shape, int neurons, int sums)
    {
        // The input in all lanes, and room to load weights: 13 sums of 8 lanes, k = 100, take 2.7 µs at once and 3.5 µs in two parts.
        var limit = shape.Accumulators + 2;
        var chunks = shape.Chunks(neurons);
        return new EncoderTile(1, Machine.Balanced(chunks, Math.Max(1, Math.Min(chunks, limit / sums))));
    }

    /// <summary>The partial sums of a stage, in words.</summary>
    public static string SumsText(int sums) =>
        sums == 1 ? "one sum a neuron" : $"{sums} partial sums a neuron (input p goes to sum p mod {sums})";

    /// <summary>The block in words.</summary>
    public string InRegisters(VectorShape shape) => $"{Chunks} × {shape.Lanes} neurons in registers";

    /// <summary>The blocks that cover so many vectors.</summary>
    public int Blocks(int chunks) => (chunks + Chunks - 1) / Chunks;
}
