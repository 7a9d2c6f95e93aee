using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;

namespace FreeNets.Compiler.Layouts;

/// <summary>Integer weights as all families read them: units of 64 bytes, 16 inputs × 4 neurons.</summary>
/// <remarks>
/// Bytes are [groups of 16 inputs, units, 4 groups of 4 inputs, 4 neurons, 4 inputs]: one 512-bit vector, two of 256 bits or four of 128
/// bits a unit, each lane with four inputs of one neuron. The last group of inputs ends at the last input, and so may reach back into the
/// one before it; weights of inputs that were counted there are 0. The bytes are padded by a unit, so that a vector may be read past the
/// end.
/// </remarks>
/// <param name="Stage">The stage.</param>
/// <param name="Numerics">Its numerics.</param>
internal sealed record Int8Layout(LinearStage Stage, Numerics.Int8 Numerics) : Layout(Stage, Stage.Name)
{
    /// <summary>Inputs of a unit.</summary>
    public const int Span = 16;

    /// <summary>Bytes of a unit.</summary>
    public const int UnitBytes = 64;

    /// <summary>Neurons of a unit.</summary>
    public const int UnitNeurons = 4;

    /// <summary>The number of units side by side: neurons / 4, rounded up.</summary>
    public int Units => (Stage.Rows + UnitNeurons - 1) / UnitNeurons;

    /// <summary>Groups of inputs that are full.</summary>
    public int WholeGroups => Stage.Width / Span;

    /// <summary>Bytes from one group of inputs to the next.</summary>
    public long GroupBytes => (long)Units * UnitBytes;

    /// <summary>Bytes that one sample takes, at least a group.</summary>
    public int SampleBytes => Math.Max(Stage.Width, Span);

    /// <summary>Bytes of all weights.</summary>
    public long Length => ((Stage.Width + Span - 1) / Span * GroupBytes) + UnitBytes;

    /// <inheritdoc/>
    public override IReadOnlyList<ConstantTable> Tables()
    {
        var rounded = Numerics.Encoder;
        var (words, shifts, steps) = (new uint[Length / 4], new int[Units * UnitNeurons], new float[Machine.Padded(Stage.Rows)]);
        for (var neuron = 0; neuron < Stage.Rows; neuron++)
        {
            steps[neuron] = rounded.Steps[neuron];
            for (var input = 0; input < Stage.Width; input++)
            {
                var (value, place) = (rounded[neuron, input], PlaceOf(neuron, input));
                words[place / 4] |= (uint)(byte)value << (int)(8 * (place % 4));
                shifts[neuron] += 128 * value;
            }
        }

        return
        [
            ConstantTable.Of("EncoderWords", "[groups of 16 inputs, units of 4 neurons, 4 × 4 inputs, neuron, input], -64 to 64, "
                + "four bytes a number; padded by a unit.", words) with
            {
                View = ("EncoderBytes", "sbyte"),
            },
            ConstantTable.Of("EncoderSteps", "What each neuron's whole sum is multiplied with.", steps),
            ConstantTable.Of("EncoderShifts", "128 × the sum of each neuron's weights, for instructions that take inputs − 128.", shifts),
        ];
    }

    /// <summary>The layout in words, and whether zeros are skipped.</summary>
    public string Summary(bool skipsZeros) =>
        "int8, "
            + $"{Units} units of 4 neurons × groups of 16 "
            + $"inputs{(skipsZeros ? ", of which those that are all zero are skipped for one sample" : "")}";

    private long PlaceOf(int neuron, int input)
    {
        var group = input / Span;
        var inside = input - Math.Min(group * Span, Math.Max(0, Stage.Width - Span));
        return (group * GroupBytes) + (neuron / UnitNeurons * UnitBytes) + (inside / 4 * 16) + (neuron % UnitNeurons * 4) + (inside % 4);
    }
}
