using FreeNets.Compiler.Machines;

namespace FreeNets.Compiler.Lower;

/// <summary>In how many partial sums the terms of a row are taken.</summary>
internal static class SumOrder
{
    /// <summary>Enough, with the rows' vectors, to hide the latency of FMA in the widest family.</summary>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="values">Values of the vector.</param>
    public static int PartialSums(int rows, int values)
    {
        var chunks = VectorShape.Avx512.Chunks(rows);
        return chunks >= 6 ? 1 : Math.Min((Machine.IndependentSums + chunks - 1) / chunks, values);
    }
}
