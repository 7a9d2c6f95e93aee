using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;

namespace FreeNets.Compiler.Layouts;

/// <summary>16-bit weights as all families read them: two inputs a 32-bit lane, so that a shift or a mask widens them.</summary>
/// <remarks>
/// float16 is widened by moving its bits alone, which makes numbers 2^112 times too small: bias 15 where float32 has 127. Sums stay far
/// from float32's smallest number, and the step puts the factor back.
/// </remarks>
/// <param name="Stage">The stage.</param>
/// <param name="Numerics">Its numerics.</param>
internal sealed record HalfLayout(LinearStage Stage, Numerics.Half Numerics) : Layout(Stage, Stage.Name)
{
    private const float Float16Bias = 5.192296858534828e33f;

    /// <summary>Whether numbers are float16 and not bfloat16.</summary>
    public bool IsFloat16 => Numerics.IsFloat16;

    /// <inheritdoc/>
    public override IReadOnlyList<ConstantTable> Tables()
    {
        var rounded = Numerics.Encoder;
        var (inputs, neurons) = (Stage.Width, Stage.Rows);
        var weights = new uint[((inputs + 1L) / 2 * neurons) + Machine.Lanes];
        var steps = new float[Machine.Padded(neurons)];
        for (var neuron = 0; neuron < neurons; neuron++)
        {
            steps[neuron] = rounded.Steps[neuron] * (IsFloat16 ? Float16Bias : 1);
            for (var input = 0; input < inputs; input++)
            {
                weights[(input / 2 * (long)neurons) + neuron] |= (uint)rounded[neuron, input] << (16 * (input % 2));
            }
        }

        return
        [
            ConstantTable.Of("EncoderPairs", "[pairs of inputs, neurons], 16 bits each, the first input's low; padded by 16.", weights),
            ConstantTable.Of("EncoderSteps", "What each neuron's sum is multiplied with, a power of two; 0 behind the neurons.", steps),
        ];
    }
}
