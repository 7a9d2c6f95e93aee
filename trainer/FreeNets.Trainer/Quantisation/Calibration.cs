using FreeNets.Model;

namespace FreeNets.Trainer.Quantisation;

/// <summary>
/// Rounds an encoder to integers so that the neurons' sums change little on given data, not each weight by itself: weights are
/// rounded one after the other, and those to come make up for the error so far (Frantar et al., GPTQ, 2023).
/// </summary>
internal static class Calibration
{
    /// <summary>The most inputs: a matrix of their squares has to be inverted.</summary>
    public const int MaxInputs = 4_096;

    /// <summary>
    /// Parts of a row's largest magnitude that are tried as the value of the largest integer; what is above is cut off.
    /// </summary>
    private static readonly double[] s_clips = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5];

    /// <summary>
    /// The network with every encoder weight a whole multiple, at most ±64, of its neuron's step, and biases that keep means.
    /// </summary>
    public static FreeNet Apply(FreeNet net, InputMoments inputs)
    {
        var (encoder, bias) = (net.Encoder.ToDense(), net.EncoderBias.ToArray());
        for (var neuron = 0; neuron < net.Neurons; neuron++)
        {
            var row = encoder.AsSpan(neuron * net.Inputs, net.Inputs);
            var rounded = Round(row, inputs.Factor);
            var shift = 0.0;
            for (var input = 0; input < row.Length; input++)
            {
                shift += ((double)row[input] - rounded[input]) * inputs.Mean[input];
            }

            rounded.CopyTo(row);
            bias[neuron] = (float)(bias[neuron] + shift);
        }

        return net with { Encoder = WeightMatrix.Of(net.Neurons, net.Inputs, encoder), EncoderBias = bias };
    }

    private static float[] Round(ReadOnlySpan<float> row, double[] factor)
    {
        var largest = 0f;
        foreach (var weight in row)
        {
            largest = Math.Max(largest, Math.Abs(weight));
        }

        var (best, lowest) = (row.ToArray(), double.PositiveInfinity);
        foreach (var clip in s_clips)
        {
            var step = (float)(clip * largest / Int8Encoder.Largest);
            if (step > 0)
            {
                var (rounded, error) = Round(row, step, factor);
                (best, lowest) = error < lowest ? (rounded, error) : (best, lowest);
            }
        }

        return best;
    }

    /// <summary>The row in multiples of <paramref name="step"/>, and the variance of the change in the neuron's sum.</summary>
    private static (float[] Rounded, double Error) Round(ReadOnlySpan<float> row, float step, double[] factor)
    {
        var (weights, rounded, error) = (new double[row.Length], new float[row.Length], 0.0);
        for (var i = 0; i < row.Length; i++)
        {
            weights[i] = row[i];
        }

        for (var i = 0; i < row.Length; i++)
        {
            var multiple = Math.Clamp(Math.Round(weights[i] / step), -Int8Encoder.Largest, Int8Encoder.Largest);
            rounded[i] = (float)multiple * step;
            var u = factor.AsSpan(i * row.Length, row.Length);
            var off = (weights[i] - rounded[i]) / u[i];
            error += off * off;
            for (var j = i + 1; j < weights.Length; j++)
            {
                weights[j] -= off * u[j];
            }
        }

        return (rounded, error);
    }
}
