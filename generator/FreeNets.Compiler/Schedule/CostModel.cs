using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>The numbers behind the scheduler's choices, in one place.</summary>
public static class CostModel
{
    /// <summary>
    /// FMA statements a generated method may hold. RyuJIT stops optimising past 20,000 IL instructions or 8,000 references to
    /// locals; a statement costs 9 to 12 of the former and 4 of the latter.
    /// </summary>
    public const int StatementsPerMethod = 1_200;

    /// <summary>Rows of the batch cascade that run side by side: enough to hide FMA latency and to share loads of h.</summary>
    public const int RowsPerGroup = 8;

    /// <summary>
    /// Edges and decoder weights up to which the cascade is straight-line code. A statement for each, in every family, costs the C#
    /// compiler about 0.4 ms; loops cost the cascade some speed, but next to nothing to compile.
    /// </summary>
    public const int StraightLineWeights = 25_000;

    /// <summary>Below this fraction of non-zero inputs, gathering them costs less than the weights that need not be read.</summary>
    public const double DenseInputs = 0.8;

    /// <summary>Up to this fraction of inputs that a weight uses, a list of them costs less than the rows of zeros that it leaves out.</summary>
    public const double ListedInputs = 0.95;

    /// <summary>Inputs whose values and offsets may be gathered on the stack: 64 KB.</summary>
    public const int MaxGatheredInputs = 8_192;

    /// <summary>Independent FMAs in flight that hide their latency: 4 cycles × 2 units.</summary>
    public const int IndependentSums = 8;

    /// <summary>Whether the cascade, decoder included, is written out statement by statement.</summary>
    public static bool IsStraightLine(FreeNet net)
    {
        var live = MultiplyAdds.Live(net);
        return live.Cascade + live.Decoder <= StraightLineWeights;
    }

    /// <summary>Partial sums of the encoder: enough, with the neurons' vectors, to hide the latency of FMA in the widest family.</summary>
    public static int EncoderSums(FreeNet net)
    {
        var chunks = VectorShape.Avx512.Chunks(net.Neurons);
        var sums = chunks >= 6 ? 1 : (IndependentSums + chunks - 1) / chunks;
        return Math.Min(sums, net.Inputs);
    }

    /// <summary>
    /// Whether one sample's encoder skips zero inputs. Not with several partial sums, to which inputs go by their position.
    /// </summary>
    public static bool SkipZeroInputs(FreeNet net, int sums) =>
        net.Provenance.InputDensity < DenseInputs && net.Inputs <= MaxGatheredInputs && sums == 1;

    /// <summary>The register block that needs the fewest loads for each FMA: one a chunk of weights, one a sample's input.</summary>
    public static EncoderTile BatchTile(VectorShape shape, int neurons, int sums)
    {
        var chunks = shape.Chunks(neurons);
        var best = SingleTile(shape, neurons, sums);
        for (var samples = 1; samples <= Math.Min(shape.Lanes, 8); samples *= 2)
        {
            var fit = shape.Accumulators / (samples * sums);
            if (fit >= 1)
            {
                // Blocks of equal width: 7 chunks as 4 + 3 rather than 6 + 1.
                var tile = new EncoderTile(samples, Balanced(chunks, Math.Min(fit, chunks)));
                best = LoadsPerFma(tile) < LoadsPerFma(best) ? tile : best;
            }
        }

        return best;
    }

    /// <summary>The register block for one sample: as many neurons as fit, so that each input is read once.</summary>
    public static EncoderTile SingleTile(VectorShape shape, int neurons, int sums)
    {
        var chunks = shape.Chunks(neurons);
        return new EncoderTile(1, Balanced(chunks, Math.Max(1, Math.Min(chunks, shape.Accumulators / sums))));
    }

    /// <summary>The width of equal blocks, at most <paramref name="limit"/> wide, that cover <paramref name="total"/>.</summary>
    public static int Balanced(int total, int limit)
    {
        var blocks = (total + limit - 1) / limit;
        return (total + blocks - 1) / blocks;
    }

    private static double LoadsPerFma(EncoderTile tile) => (double)(tile.Samples + tile.Chunks) / (tile.Samples * tile.Chunks);

    /// <summary>Vector multiply-adds that the machines we tune for begin in a cycle.</summary>
    public const int FmasPerCycle = 2;

    /// <summary>
    /// Bytes that they read from the second-level cache in a cycle: an encoder of 784 × 100 weights, 313 KB, takes 1.75 µs at about
    /// 4 GHz.
    /// </summary>
    public const int BytesPerCycle = 44;

    /// <summary>Cycles from an FMA's operands to its result.</summary>
    public const int FmaLatency = 4;

    /// <summary>Cycles from a vector to one of its lanes in all lanes of another.</summary>
    public const int BroadcastLatency = 3;

    /// <summary>Cycles from z to the larger of z and 0.</summary>
    public const int MaxLatency = 2;
}
