using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;

namespace FreeNets.Compiler.Layouts;

/// <summary>
/// float32 weights of a linear stage: [values, rows]; where one sample reads them from the second cache, [values, rows behind the last
/// whole 16] and then [values, whole 16 rows]; or, of many rows, [values, some rows] part by part.
/// </summary>
/// <remarks>
/// Rows of whole cache lines can be read at whole cache lines wherever the data start, which the compiler of C# decides: a constant shift
/// of the lanes is all that remains. On Sapphire Rapids 784 × 100 weights take 2.5 µs so, and 4.1 µs by vectors that cross lines.
/// </remarks>
/// <param name="Stage">The stage.</param>
/// <param name="PartNeurons">The neurons of a part but the last: all, as many as are whole vectors of 16, or some.</param>
/// <param name="Streams">Whether the first part is followed by less than a vector, and its rows are whole cache lines.</param>
internal sealed record EncoderLayout(LinearStage Stage, int PartNeurons, bool Streams) : Layout(Stage, Stage.Name)
{
    private int Inputs => Stage.Width;

    private int Neurons => Stage.Rows;

    /// <summary>The name of the table.</summary>
    public string Table => $"{Stage.Identifier}Weights";

    /// <summary>Whether rows are cut into parts, so that a block of neurons reads few pages of memory.</summary>
    public bool IsCut => !Streams && PartNeurons < Neurons;

    /// <summary>
    /// Where the wide part of two starts. What is before it in a cache line is read, and may be multiplied with 0: it has to be numbers.
    /// </summary>
    public long WholeStart => Streams ? Math.Max(Machine.Lanes, (long)Inputs * (Neurons - PartNeurons)) : 0;

    /// <summary>Floats in all. Behind the last row a vector is read.</summary>
    public long Length => (Streams ? WholeStart + ((long)Inputs * PartNeurons) : (long)Inputs * Neurons) + Machine.Lanes;

    /// <summary>The parts that have neurons, in the order of these.</summary>
    public IEnumerable<EncoderPart> Parts
    {
        get
        {
            for (var first = 0; first < Neurons; first += PartNeurons)
            {
                yield return PartOf(first);
            }
        }
    }

    /// <summary>The part of a neuron.</summary>
    public EncoderPart PartOf(int neuron)
    {
        var first = neuron / PartNeurons * PartNeurons;
        return new EncoderPart(
            first, Math.Min(PartNeurons, Neurons - first), !Streams ? (long)Inputs * first : first == 0 ? WholeStart : 0);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ConstantTable> Tables()
    {
        var packed = new float[Length];
        foreach (var (neuron, input, weight) in Stage.Weights.NonZero())
        {
            var part = PartOf(neuron);
            packed[part.At(neuron) + ((long)input * part.Neurons)] = weight;
        }

        return [ConstantTable.Of(Table, $"{Shape}{(Stage.From is Source.Inputs { Normalises: false } ? ", normalisation folded in" : "")}, "
            + "padded by 16.", packed)];
    }

    private string Shape => (Streams, Neurons - PartNeurons) switch
    {
        (false, 0) => "[inputs, neurons]",
        (false, _) => $"[inputs, {PartNeurons} neurons], part by part",
        (_, 0) => "16 zeros, then [inputs, neurons]",
        var (_, rest) => $"[{Inputs}, {rest}], the last neurons, then [{Inputs}, {PartNeurons}], the others",
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
