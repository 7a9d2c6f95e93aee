namespace FreeNets.Model;

/// <summary>An encoder in integers: weight [i, p] is <see cref="Steps"/>[i] × <see cref="Values"/>[i, p].</summary>
/// <remarks>
/// Values stay within ±<see cref="Largest"/>, so that two products with bytes, 2 × 255 × 64 = 32,640, fit an int16: the instruction
/// that adds pairs of such products (vpmaddubsw) then never saturates, and every instruction set gives the same sums.
/// </remarks>
/// <param name="Values">[neurons, inputs].</param>
/// <param name="Steps">[neurons]; 0 for a neuron without weights.</param>
public sealed record Int8Encoder(EquatableArray<sbyte> Values, EquatableArray<float> Steps)
{
    /// <summary>The integer of a weight.</summary>
    public sbyte this[int neuron, int input] => Values[(neuron * (Values.Count / Steps.Count)) + input];

    /// <summary>The largest magnitude of a value.</summary>
    public const int Largest = 64;

    /// <summary>
    /// How far, in steps, a weight may be from a multiple and still be that multiple: what float32 rounds away, and some.
    /// </summary>
    private const double Slack = 1e-3;

    /// <summary>
    /// The nearest integers. A row whose weights are all multiples of some step, at most 64 of it, is kept as it is: so comes a
    /// calibrated file through unchanged. Any other row's largest magnitude becomes 64.
    /// </summary>
    public static Int8Encoder Of(FreeNet net)
    {
        var (encoder, values, steps) = (net.Encoder.ToDense(), new sbyte[net.Neurons * net.Inputs], new float[net.Neurons]);
        for (var neuron = 0; neuron < net.Neurons; neuron++)
        {
            var row = new ReadOnlyRow(encoder, neuron * net.Inputs, net.Inputs);
            var step = Step(row);
            for (var input = 0; input < net.Inputs && step > 0; input++)
            {
                values[row.Start + input] = (sbyte)Math.Round(row[input] / step);
            }

            steps[neuron] = (float)step;
        }

        return new Int8Encoder(values, steps);
    }

    /// <summary>The network with these weights in place of its own.</summary>
    public FreeNet ApplyTo(FreeNet net) => net with
    {
        Encoder = net.Encoder.Map(weight => Steps[weight.Row] * this[weight.Row, weight.Column]),
    };

    private static double Step(ReadOnlyRow row)
    {
        var largest = row.Largest();
        for (var multiple = Largest; multiple > 0 && largest > 0; multiple--)
        {
            if (row.IsMultipleOf(largest / multiple))
            {
                return largest / multiple;
            }
        }

        return largest / Largest;
    }

    private readonly record struct ReadOnlyRow(float[] Weights, int Start, int Count)
    {
        public double this[int index] => Weights[Start + index];

        public double Largest()
        {
            var largest = 0.0;
            for (var i = 0; i < Count; i++)
            {
                largest = Math.Max(largest, Math.Abs(this[i]));
            }

            return largest;
        }

        public bool IsMultipleOf(double step)
        {
            for (var i = 0; i < Count; i++)
            {
                var multiple = this[i] / step;
                if (Math.Abs(multiple - Math.Round(multiple)) > Slack)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
