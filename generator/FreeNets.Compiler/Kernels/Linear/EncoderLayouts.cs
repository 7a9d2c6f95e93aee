using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Lower;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>Which layout the float32 weights of a stage have, for all kernels that read them.</summary>
internal static class EncoderLayouts
{
    /// <summary>
    /// Up to this fraction of inputs that a weight uses, a list of them costs less than the rows of zeros that it leaves out.
    /// </summary>
    private const double MostListed = 0.95;

    /// <summary>
    /// Neurons of a part where rows are cut: whole register blocks of every family, 7 vectors of one sample and 8 × 14 neurons of a batch.
    /// A row of 1,000 neurons fills a page of memory, and a block of 14 of them would touch as many pages as there are inputs.
    /// </summary>
    private const int CutNeurons = 112;

    /// <summary>Rows up to which they are not cut.</summary>
    private const int MostUncut = 4 * CutNeurons;

    /// <summary>The layout: whole cache lines where one sample reads the weights from the second cache and has registers for it.</summary>
    public static EncoderLayout Of(LinearStage stage)
    {
        var whole = stage.Rows / Machine.Lanes * Machine.Lanes;
        var lists = ListsInputs(stage);
        return !lists
            && stage.From is Source.Inputs
            && Streams(stage)
            && ReadsLines(whole / Machine.Lanes, ZeroInputs.AreSkipped(stage), stage.PartialSums)
            ? new EncoderLayout(stage, whole, Streams: true)
            : new EncoderLayout(stage, !lists && stage.Rows > MostUncut ? CutNeurons : stage.Rows, Streams: false);
    }

    /// <summary>Whether some inputs are used by no weight, and leaving them out pays for looking up the others.</summary>
    public static bool ListsInputs(LinearStage stage)
    {
        var perSum = new int[stage.PartialSums];
        foreach (var input in RoundsLayout.UsedInputs(stage))
        {
            perSum[input % perSum.Length]++;
        }

        return stage.From is Source.Inputs && perSum.Max() * perSum.Length <= MostListed * stage.Width;
    }

    /// <summary>
    /// The vectors of one sample that reads every row: narrow ones where the weights come from the second cache and vectors cross lines.
    /// </summary>
    public static VectorShape ShapeOfOne(EncoderLayout layout, VectorShape shape) =>
        !ZeroInputs.AreSkipped(layout.Stage) && !layout.Streams && Streams(layout.Stage) ? shape.Narrow : shape;

    /// <summary>Whether the weights, all read for one sample, come from the second cache.</summary>
    public static bool Streams(LinearStage stage) => sizeof(float) * (long)stage.Width * stage.Rows > Machine.FirstCacheBytes;

    /// <summary>
    /// Chunks that one sample takes at once by whole cache lines for so many sums of each: one vector more than there are chunks, and one
    /// for the neurons behind, with an operand a sample and one for the weights.
    /// </summary>
    public static int StreamChunks(int chunks, int sums) => Machine.Balanced(chunks, Math.Max(1, ((Machine.Registers - 1) / sums) - 3));

    /// <summary>Why weights are read as they are.</summary>
    public static string WhyLoads(LinearStage stage)
    {
        var bytes = CSharpText.Number(sizeof(float) * (long)stage.Width * stage.Rows);
        return (Of(stage).Streams, Streams(stage)) switch
        {
            (true, _) => $"{bytes} bytes of weights come from the second cache",
            (_, false) => $"{bytes} bytes of weights stay in the first cache",
            _ => "inputs are listed, or rows are too short or too long to read whole cache lines at once",
        };
    }

    /// <summary>
    /// Whether one sample reads whole cache lines: where it does so at once, and, where rows are read alone, they are long enough for the
    /// one more vector that each then takes.
    /// </summary>
    private static bool ReadsLines(int chunks, bool skipsZeros, int sums) =>
        chunks >= (skipsZeros ? 4 : 1) && StreamChunks(chunks, sums) == chunks;
}
