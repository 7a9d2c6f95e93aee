using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace FreeNets.Runtime;

/// <summary>Encoders of lower precision without vectors, over the layouts that the vector paths read.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScalarEncoder
{
    private const int UnitNeurons = 4;
    private const int UnitBytes = 64;

    /// <summary>z = step × the whole sum + start of each neuron, from units of 16 inputs × 4 neurons (see <see cref="Int8"/>).</summary>
    /// <param name="x">[max(inputs, 16)]; the last group of inputs ends at the last of them.</param>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="w">[groups of 16 inputs, units, 4, 4, 4].</param>
    /// <param name="neurons">The number of neurons.</param>
    /// <param name="steps">[neurons].</param>
    /// <param name="start">[neurons].</param>
    /// <param name="z">Receives [neurons].</param>
    public static void Int8Sums(ref byte x, int inputs, ref sbyte w, int neurons, ref float steps, ref float start, ref float z)
    {
        var (groups, units) = ((inputs + Int8.Span - 1) / Int8.Span, (neurons + UnitNeurons - 1) / UnitNeurons);
        for (var neuron = 0; neuron < neurons; neuron++)
        {
            var sum = 0;
            for (var group = 0; group < groups; group++)
            {
                ref var values = ref Unsafe.Add(ref x, Math.Min(group * Int8.Span, Math.Max(0, inputs - Int8.Span)));
                var unit = ((nint)group * units) + (neuron / UnitNeurons);
                ref var weights = ref Unsafe.Add(ref w, (unit * UnitBytes) + (neuron % UnitNeurons * 4));
                for (var input = 0; input < Int8.Span; input++)
                {
                    sum += Unsafe.Add(ref values, input) * Unsafe.Add(ref weights, (input / 4 * 16) + (input % 4));
                }
            }

            Unsafe.Add(ref z, neuron) = ((float)sum * Unsafe.Add(ref steps, neuron)) + Unsafe.Add(ref start, neuron);
        }
    }

    /// <summary>z = step × the sum of 16-bit weights times inputs + start of each neuron.</summary>
    /// <param name="x">[inputs] bytes or floats.</param>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="mean">Subtracted from each input.</param>
    /// <param name="scale">Multiplies the difference.</param>
    /// <param name="w">[pairs of inputs, neurons], the first input's weight in the low half.</param>
    /// <param name="isFloat16">Whether weights are float16, then 2^112 times too small as the vector paths widen them; or else
    /// bfloat16.</param>
    /// <param name="neurons">The number of neurons.</param>
    /// <param name="steps">[neurons].</param>
    /// <param name="start">[neurons].</param>
    /// <param name="z">Receives [neurons].</param>
    public static void HalfSums<T>(
        ref T x, int inputs, float mean, float scale, ref uint w, bool isFloat16, int neurons, ref float steps, ref float start,
        ref float z)
        where T : unmanaged
    {
        for (var neuron = 0; neuron < neurons; neuron++)
        {
            var sum = 0f;
            for (var input = 0; input < inputs; input++)
            {
                var pair = Unsafe.Add(ref w, ((nint)(input / 2) * neurons) + neuron);
                var high = input % 2 == 0 ? pair << 16 : pair & 0xFFFF0000;
                var weight = BitConverter.UInt32BitsToSingle(isFloat16 ? (uint)((int)high >> 3) & 0x8FFFE000 : high);
                sum += (Element.ToSingle(Unsafe.Add(ref x, input)) - mean) * scale * weight;
            }

            Unsafe.Add(ref z, neuron) = (sum * Unsafe.Add(ref steps, neuron)) + Unsafe.Add(ref start, neuron);
        }
    }
}
