namespace FreeNets.Model;

/// <summary>
/// An encoder in 16-bit floating point: weight [i, p] is <see cref="Steps"/>[i] times what <see cref="Codes"/>[i, p] stands for.
/// </summary>
/// <remarks>
/// Rounded to nearest, ties to even; never to infinity. bfloat16 is the upper half of a float32, and steps are 1. float16 has fewer
/// exponents, so each neuron's weights share a power of two that puts the largest near the top of the range; what is then below the
/// normal numbers, 2²⁸ times smaller than the largest, becomes 0, and weights above 2³⁰ become that.
/// </remarks>
/// <param name="Codes">[neurons, inputs], the bits of each number.</param>
/// <param name="Steps">[neurons], powers of two.</param>
public sealed record HalfEncoder(EquatableArray<ushort> Codes, EquatableArray<float> Steps)
{
    /// <summary>The bits of a weight.</summary>
    public ushort this[int neuron, int input] => Codes[(neuron * (Codes.Count / Steps.Count)) + input];

    private const int MaxExponent = 15;
    private const int MinExponent = -14;

    /// <summary>The nearest codes for an encoder.</summary>
    /// <param name="net">The network.</param>
    /// <param name="precision"><see cref="Precision.BFloat16"/> or <see cref="Precision.Float16"/>.</param>
    public static HalfEncoder Of(FreeNet net, Precision precision)
    {
        var (encoder, codes, steps) = (net.Encoder.ToDense(), new ushort[net.Neurons * net.Inputs], new float[net.Neurons]);
        for (var neuron = 0; neuron < net.Neurons; neuron++)
        {
            var exponent = precision == Precision.Float16 ? RowExponent(encoder, neuron * net.Inputs, net.Inputs) : 0;
            steps[neuron] = (float)Math.Pow(2, exponent);
            for (var weight = neuron * net.Inputs; weight < (neuron + 1) * net.Inputs; weight++)
            {
                codes[weight] = precision == Precision.Float16 ? Float16(encoder[weight], exponent) : BFloat16(encoder[weight]);
            }
        }

        return new HalfEncoder(codes, steps);
    }

    /// <summary>The network with an encoder that <paramref name="precision"/> can hold.</summary>
    public static FreeNet Round(FreeNet net, Precision precision)
    {
        var rounded = Of(net, precision);
        return net with
        {
            Encoder = net.Encoder.Map(weight =>
            {
                var code = rounded[weight.Row, weight.Column];
                return precision == Precision.Float16
                    ? (float)(rounded.Steps[weight.Row] * Value(code))
                    : BitConverter.ToSingle(BitConverter.GetBytes((uint)code << 16), 0);
            }),
        };
    }

    private static ushort BFloat16(float weight)
    {
        var bits = BitConverter.ToUInt32(BitConverter.GetBytes(weight), 0);
        var rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
        return (ushort)((rounded & 0x7F80) == 0x7F80 ? rounded - 1 : rounded);
    }

    private static ushort Float16(double weight, int rowExponent)
    {
        var magnitude = Math.Abs(weight);
        if (magnitude == 0)
        {
            return 0;
        }

        // 11 bits of significand, its leading one included.
        var exponent = Exponent(magnitude);
        var significand = Math.Round(magnitude * Math.Pow(2, 10 - exponent));
        (exponent, significand) = significand == 2048 ? (exponent + 1, 1024) : (exponent, significand);
        exponent -= rowExponent;
        var code = exponent < MinExponent ? 0
            : exponent > MaxExponent ? 0x7BFF
            : ((exponent + 15) << 10) + ((int)significand - 1024);
        return (ushort)(weight < 0 && code != 0 ? code | 0x8000 : code);
    }

    private static double Value(ushort code)
    {
        var (exponent, significand) = ((code >> 10) & 31, code & 1023);
        var magnitude = exponent == 0 ? 0 : (1024 + significand) * Math.Pow(2, exponent - 25);
        return (code & 0x8000) != 0 ? -magnitude : magnitude;
    }

    /// <summary>The power of two that takes the row's largest magnitude, rounded or not, to the last exponent but one.</summary>
    private static int RowExponent(float[] encoder, int start, int count)
    {
        var largest = 0.0;
        for (var i = start; i < start + count; i++)
        {
            largest = Math.Max(largest, Math.Abs((double)encoder[i]));
        }

        return largest == 0 ? 0 : Math.Min(Exponent(largest) - MaxExponent + 1, MaxExponent);
    }

    private static int Exponent(double magnitude)
    {
        var exponent = (int)Math.Floor(Math.Log(magnitude, 2));

        // The logarithm may be off by a rounding at powers of two.
        return Math.Pow(2, exponent) > magnitude ? exponent - 1 : Math.Pow(2, exponent + 1) <= magnitude ? exponent + 1 : exponent;
    }
}
