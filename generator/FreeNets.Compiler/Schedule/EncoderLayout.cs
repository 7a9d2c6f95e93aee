using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>
/// The weights of the float32 encoder: [inputs, neurons], or, where one sample reads them from the second cache, [inputs, neurons
/// behind the last whole 16] and then [inputs, whole 16 neurons].
/// </summary>
/// <remarks>
/// Rows of whole cache lines can be read at whole cache lines wherever the data start, which the compiler of C# decides: a constant shift
/// of the lanes is all that remains. On Sapphire Rapids 784 × 100 weights take 2.5 µs so, and 4.1 µs by vectors that cross lines.
/// </remarks>
/// <param name="Inputs">Rows.</param>
/// <param name="Neurons">All neurons.</param>
/// <param name="Whole">The neurons of the wide part: all, or as many as are whole vectors of 16.</param>
/// <param name="Streams">Whether the rows of the wide part are whole cache lines.</param>
public sealed record EncoderLayout(int Inputs, int Neurons, int Whole, bool Streams)
{
    /// <summary>
    /// Where the wide part starts. What is before it in a cache line is read, and may be multiplied with 0: it has to be numbers.
    /// </summary>
    public long WholeStart => Streams ? Math.Max(Scheduler.Unit, (long)Inputs * (Neurons - Whole)) : 0;

    /// <summary>Floats in all. Behind the last row a vector is read.</summary>
    public long Length => WholeStart + ((long)Inputs * Whole) + Scheduler.Unit;

    /// <summary>The parts that have neurons, the wide one first.</summary>
    public IEnumerable<EncoderPart> Parts
    {
        get
        {
            yield return PartOf(0);
            if (Whole < Neurons)
            {
                yield return PartOf(Whole);
            }
        }
    }

    /// <summary>The part of a neuron.</summary>
    public EncoderPart PartOf(int neuron) => neuron < Whole ? new(0, Whole, WholeStart) : new(Whole, Neurons - Whole, 0);

    /// <summary>The layout for a network of which one sample reads all rows, or those of its non-zero inputs.</summary>
    internal static EncoderLayout Of(FreeNet net, bool skipsZeros, int sums)
    {
        var whole = net.Neurons / Scheduler.Unit * Scheduler.Unit;
        var streams = CostModel.Streams(net) && CostModel.ReadsLines(whole / Scheduler.Unit, skipsZeros, sums);
        return streams ? new EncoderLayout(net.Inputs, net.Neurons, whole, Streams: true) : RowByRow(net);
    }

    /// <summary>[inputs, neurons].</summary>
    internal static EncoderLayout RowByRow(FreeNet net) => new(net.Inputs, net.Neurons, net.Neurons, Streams: false);

    /// <summary>All weights of a network in this layout.</summary>
    internal float[] Pack(FreeNet net)
    {
        var packed = new float[Length];
        foreach (var (neuron, input, weight) in net.Encoder.NonZero())
        {
            var part = PartOf(neuron);
            packed[part.At(neuron) + ((long)input * part.Neurons)] = weight;
        }

        return packed;
    }
}

/// <summary>Weights [inputs, neurons] of neighbouring neurons.</summary>
/// <param name="First">The first neuron.</param>
/// <param name="Neurons">The number of neurons: floats from row to row.</param>
/// <param name="Start">Where the first row starts.</param>
public readonly record struct EncoderPart(int First, int Neurons, long Start)
{
    /// <summary>Where a neuron's weights start.</summary>
    public long At(int neuron) => Start + neuron - First;
}
