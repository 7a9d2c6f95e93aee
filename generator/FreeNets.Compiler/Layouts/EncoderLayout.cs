using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;

namespace FreeNets.Compiler.Layouts;

/// <summary>
/// float32 weights of a linear stage: [values, rows], or, where one sample reads them from the second cache, [values, rows behind the last
/// whole 16] and then [values, whole 16 rows].
/// </summary>
/// <remarks>
/// Rows of whole cache lines can be read at whole cache lines wherever the data start, which the compiler of C# decides: a constant shift
/// of the lanes is all that remains. On Sapphire Rapids 784 × 100 weights take 2.5 µs so, and 4.1 µs by vectors that cross lines.
/// </remarks>
/// <param name="Stage">The stage.</param>
/// <param name="Whole">The neurons of the wide part: all, or as many as are whole vectors of 16.</param>
/// <param name="Streams">Whether the rows of the wide part are whole cache lines.</param>
internal sealed record EncoderLayout(LinearStage Stage, int Whole, bool Streams) : Layout(Stage, Stage.Name)
{
    private int Inputs => Stage.Width;

    private int Neurons => Stage.Rows;

    /// <summary>The name of the table.</summary>
    public string Table => $"{Stage.Identifier}Weights";

    /// <summary>
    /// Where the wide part starts. What is before it in a cache line is read, and may be multiplied with 0: it has to be numbers.
    /// </summary>
    public long WholeStart => Streams ? Math.Max(Machine.Lanes, (long)Inputs * (Neurons - Whole)) : 0;

    /// <summary>Floats in all. Behind the last row a vector is read.</summary>
    public long Length => WholeStart + ((long)Inputs * Whole) + Machine.Lanes;

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

    /// <inheritdoc/>
    public override IReadOnlyList<ConstantTable> Tables()
    {
        var packed = new float[Length];
        foreach (var (neuron, input, weight) in Stage.Weights.NonZero())
        {
            var part = PartOf(neuron);
            packed[part.At(neuron) + ((long)input * part.Neurons)] = weight;
        }

        return [ConstantTable.Of(Table, $"{Shape}{(Stage.From is Source.Inputs { Normalises: false } ? ", normalisation folded in" : "")}, padded by 16.", packed)];
    }

    private string Shape => (Streams, Neurons - Whole) switch
    {
        (false, _) => "[inputs, neurons]",
        (_, 0) => "16 zeros, then [inputs, neurons]",
        var (_, rest) => $"[{Inputs}, {rest}], the last neurons, then [{Inputs}, {Whole}], the others",
    };
}

/// <summary>Weights [inputs, neurons] of neighbouring neurons.</summary>
/// <param name="First">The first neuron.</param>
/// <param name="Neurons">The number of neurons: floats from row to row.</param>
/// <param name="Start">Where the first row starts.</param>
internal readonly record struct EncoderPart(int First, int Neurons, long Start)
{
    /// <summary>Where a neuron's weights start.</summary>
    public long At(int neuron) => Start + neuron - First;
}
