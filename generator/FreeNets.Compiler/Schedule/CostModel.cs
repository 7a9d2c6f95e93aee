using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>The numbers behind the scheduler's choices, in one place.</summary>
/// <remarks>
/// Nothing is done about denormal activations: on Zen 4 inputs of 1e-40, all sums denormal, take the time of inputs of 1 in either form
/// (1.57 µs a sample of a batch, 3.2 µs alone).
/// </remarks>
public static class CostModel
{
    /// <summary>
    /// FMA statements a generated method may hold. RyuJIT stops optimising past 20,000 IL instructions or 8,000 references to
    /// locals; a statement costs 9 to 12 of the former and 4 of the latter.
    /// </summary>
    public const int StatementsPerMethod = 1_200;

    /// <summary>Rows of the batch cascade's loops that run side by side: enough to hide FMA latency and to share loads of h.</summary>
    public const int LoopRows = 8;

    /// <summary>
    /// Inputs of a block of samples that are turned into lanes at a time. They stay in L1, beside the weights of the neurons that read them;
    /// shorter panels load and store sums more often. 784 inputs as 2, 3, 4 and 6 panels take 1,053, 1,038, 1,035 and 1,014 ns a sample
    /// of 100 neurons on Sapphire Rapids, as 2 and 4 panels 98.9 and 97.9 % of the peak on Zen 4.
    /// </summary>
    private const int PanelInputs = 132;

    /// <summary>Vectors of samples that share each load of a weight in the batch encoder.</summary>
    private const int LaneGroups = 2;

    /// <summary>
    /// Edges and decoder weights up to which the cascade is straight-line code. A statement for each, in every family, costs the C#
    /// compiler about 0.4 ms; loops cost the cascade some speed, but next to nothing to compile.
    /// </summary>
    public const int StraightLineWeights = 25_000;

    /// <summary>Up to this fraction of inputs that a weight uses, a list of them costs less than the rows of zeros that it leaves out.</summary>
    public const double ListedInputs = 0.95;

    /// <summary>Inputs whose places may be listed on the stack: 32 KB.</summary>
    public const int MaxListedInputs = 16_384;

    /// <summary>Inputs of which a copy may be on the stack: 256 KB.</summary>
    public const int MaxCopiedInputs = 65_536;

    /// <summary>Vector registers of the widest family.</summary>
    private const int Registers = 32;

    /// <summary>The first data cache of most machines.</summary>
    public const int FirstCacheBytes = 32 * 1024;

    /// <summary>Independent FMAs in flight that hide their latency: 4 cycles × 2 units.</summary>
    public const int IndependentSums = 8;

    /// <summary>Whether the cascade, decoder included, is written out statement by statement.</summary>
    public static bool IsStraightLine(FreeNet net)
    {
        var live = MultiplyAdds.Live(net);
        return live.Cascade + live.Decoder <= StraightLineWeights;
    }

    /// <summary>
    /// Partial sums of the encoder: enough, with the neurons' vectors, to hide the latency of FMA in the widest family. One where zero
    /// inputs are skipped: inputs go to sums by their position, which is not theirs among the inputs that are left.
    /// </summary>
    public static int EncoderSums(FreeNet net)
    {
        var chunks = VectorShape.Avx512.Chunks(net.Neurons);
        var sums = chunks >= 6 || SkipZeroInputs(net, Precision.Float32) ? 1 : (IndependentSums + chunks - 1) / chunks;
        return Math.Min(sums, net.Inputs);
    }

    /// <summary>Whether one sample's encoder skips zero inputs, which are raw: where a mean is subtracted first, they do not stay zero.</summary>
    public static bool SkipZeroInputs(FreeNet net, Precision precision) =>
        net.Domain.Mean == 0 && net.Provenance.InputDensity < DensestSkipped(net, precision) && net.Inputs <= MaxListedInputs;

    /// <summary>The fraction of non-zero inputs below which finding them costs less than the weights that need not be read.</summary>
    public static double DensestSkipped(FreeNet net, Precision precision)
    {
        if (precision != Precision.Float32)
        {
            // Pairs of 16-bit weights belong to two inputs. Of int8 only groups of 16 zeros are skipped, which costs next to nothing.
            return precision == Precision.Int8 ? 0.8 : 0;
        }

        // Cycles an input on Zen 4. Rows that stream take 2 a cache line; one alone begins and ends inside a line, and its multiply-adds
        // wait for those of the row before.
        const double Finding = 1;
        const double Line = 2;
        var streamed = net.Neurons / 16.0 * Line;
        var alone = Math.Max(FmaLatency, (net.Neurons + 12 + 15) / 16 * Line);
        return Math.Max(0, (streamed - Finding) / alone);
    }

    /// <summary>The batch encoder's register block. On Zen 4 one of any shape with 20 sums or more runs at 98 % of the FMA peak.</summary>
    public static BatchTile BatchTile(VectorShape shape, int neurons, int groups = LaneGroups) =>
        new(groups, Balanced(neurons, Math.Min(neurons, shape.Accumulators / groups)));

    /// <summary>Inputs of a panel: panels of equal length, each a whole number of rounds over the partial sums.</summary>
    public static int Panel(int inputs, int sums) =>
        (Balanced(inputs, Math.Min(inputs, PanelInputs)) + sums - 1) / sums * sums;

    /// <summary>Whether a batch runs one sample after the other: where most inputs are zero, which only one sample can skip.</summary>
    public static bool BatchOneByOne(FreeNet net) => AloneToShare(net) < 1;

    /// <summary>
    /// Time of a sample that runs alone ÷ its share of a full block. Measured at k = 100 on Zen 4: 3.1 µs dense, 2.1 µs where it skips
    /// half the inputs, 1.45 µs in a block.
    /// </summary>
    public static double AloneToShare(FreeNet net) =>
        SkipZeroInputs(net, Precision.Float32) ? 0.25 + (2.3 * net.Provenance.InputDensity!.Value) : 2.1;

    /// <summary>
    /// Time of a sample that shares weights with one to three others ÷ its share of a full block. Measured at k = 100 on Zen 4 with
    /// AVX-512: 1.14 to 1.16. With 16 registers 1.9 to 2.4, no less than alone.
    /// </summary>
    public const double RestToShare = 1.15;

    /// <summary>
    /// Time of one vector of samples, one lane each, ÷ its share of a full block of two. Measured at k = 100 on Zen 4: one has too few
    /// sums for a family with 16 registers.
    /// </summary>
    public static double VectorToShare(VectorShape shape) => shape.Accumulators < 20 ? 1.33 : 1.03;

    /// <summary>
    /// Rows of the straight-line batch cascade that run side by side: as many as fit, for the more, the fewer loads of h, which is what
    /// sparse rows wait for. At 10 % of the edges of 100 neurons on Zen 4: 13.2 ns a sample with 8, 11.1 with 16, 9.9 with 26. Their
    /// lanes are one vector of samples: loads of weights, shared by two, would not be what limits it.
    /// </summary>
    public static int RowsPerGroup(VectorShape shape, int rows) => Balanced(rows, Math.Min(rows, shape.Accumulators));

    /// <summary>
    /// Chunks of a panel of the one-sample cascade. 8 scalars are in registers beside them; where those are few, some wait in memory: on
    /// Zen 4 panels of 4 to 14 chunks of AVX2 take the same time.
    /// </summary>
    public static int ColumnChunks(VectorShape shape) =>
        shape == VectorShape.Avx512VL ? shape.Accumulators - ColumnLayout.NearNeurons : shape.Accumulators;

    /// <summary>Whether the encoder's weights, all read for one sample, come from the second cache.</summary>
    public static bool Streams(FreeNet net) => sizeof(float) * (long)net.Inputs * net.Neurons > FirstCacheBytes;

    /// <summary>
    /// Whether the encoder of one sample reads whole cache lines: where it does so at once, and, where rows are read alone, they are long
    /// enough for the one more vector that each then takes.
    /// </summary>
    public static bool ReadsLines(int chunks, bool skipsZeros, int sums) =>
        chunks >= (skipsZeros ? 4 : 1) && StreamChunks(chunks, sums) == chunks;

    /// <summary>
    /// Chunks that it takes at once for so many sums of each: one vector more than there are chunks, and one for the neurons behind, with
    /// an operand a sample and one for the weights.
    /// </summary>
    public static int StreamChunks(int chunks, int sums) => Balanced(chunks, Math.Max(1, ((Registers - 1) / sums) - 3));

    /// <summary>
    /// The vectors of the encoder for one sample: narrow ones where its weights stream from the second cache and vectors cross lines.
    /// </summary>
    public static VectorShape SingleShape(VectorShape shape, FreeNet net, bool skipsZeros, EncoderLayout layout) =>
        !skipsZeros && !layout.Streams && Streams(net) ? shape.Narrow : shape;

    /// <summary>The register block for one sample: as many neurons as fit, so that each input is read once.</summary>
    public static EncoderTile SingleTile(VectorShape shape, int neurons, int sums)
    {
        // The input in all lanes, and room to load weights: 13 sums of 8 lanes, k = 100, take 2.7 µs at once and 3.5 µs in two parts.
        var limit = shape.Accumulators + 2;
        var chunks = shape.Chunks(neurons);
        return new EncoderTile(1, Balanced(chunks, Math.Max(1, Math.Min(chunks, limit / sums))));
    }

    /// <summary>The batch's register block over 16-bit weights: the fewest loads for each FMA, one a chunk of weights, one a sample's input.</summary>
    public static EncoderTile HalfTile(VectorShape shape, int neurons)
    {
        var chunks = shape.Chunks(neurons);
        var best = SingleTile(shape, neurons, 1);
        for (var samples = 2; samples <= Math.Min(shape.Lanes, 8); samples *= 2)
        {
            // Blocks of equal width: 7 chunks as 4 + 3 rather than 6 + 1.
            var tile = new EncoderTile(samples, Balanced(chunks, Math.Min(shape.Accumulators / samples, chunks)));
            best = LoadsPerFma(tile) < LoadsPerFma(best) ? tile : best;
        }

        return best;
    }

    private static double LoadsPerFma(EncoderTile tile) => (double)(tile.Samples + tile.Chunks) / (tile.Samples * tile.Chunks);

    /// <summary>The width of equal blocks, at most <paramref name="limit"/> wide, that cover <paramref name="total"/>.</summary>
    public static int Balanced(int total, int limit)
    {
        var blocks = (total + limit - 1) / limit;
        return (total + blocks - 1) / blocks;
    }
    /// <summary>Vector multiply-adds that the machines we tune for begin in a cycle.</summary>
    public const int FmasPerCycle = 2;

    /// <summary>
    /// Bytes that they read from the second-level cache in a cycle: an encoder of 784 × 100 weights, 313 KB, takes 1.75 µs at about
    /// 4 GHz.
    /// </summary>
    public const int BytesPerCycle = 44;

    /// <summary>Cycles from an FMA's operands to its result.</summary>
    public const int FmaLatency = 4;

    /// <summary>Cycles from 8 lanes to one of them in the lowest place: across halves, then inside (Zen 4; 1 for the first).</summary>
    public const int LaneLatency = 5;

    /// <summary>Cycles from the lowest lane to all.</summary>
    public const int SpreadLatency = 1;

    /// <summary>Cycles from a vector that is stored to one of its lanes, loaded into all.</summary>
    public const int ForwardLatency = 8;

    /// <summary>Cycles from z to the larger of z and 0.</summary>
    public const int MaxLatency = 2;
}
