using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>Interval bounds of z of every neuron over all inputs of the declared domain, through the whole cascade.</summary>
/// <remarks>
/// z_i lies between the sums of the smallest and largest terms: encoder weights times the domain's ends, edge weights times the ends
/// of h_j. Bounds are sums in float64, widened by far more than their rounding; where they leave float64, they are infinite, and where
/// infinities of both signs meet, nothing is known.
/// </remarks>
/// <param name="Lower">[neurons].</param>
/// <param name="Upper">[neurons].</param>
internal sealed record NeuronBounds(double[] Lower, double[] Upper)
{
    private const double Rounding = 1e-9;

    /// <summary>The bounds of a network.</summary>
    public static NeuronBounds Of(FreeNet net)
    {
        var (lower, upper) = (new Sum[net.Neurons], new Sum[net.Neurons]);
        var row = 0;
        AddEncoder(net, lower, upper);
        foreach (var (target, source, weight) in net.Edges.Entries())
        {
            // Edges come by target: all rows before it are complete.
            for (; row < target; row++)
            {
                Finish(row);
            }

            var (low, high) = ActivationBounds.Of(net.ActivationOf(source), lower[source].Value, upper[source].Value);
            AddTerm(lower, upper, target, weight, low, high);
        }

        for (; row < net.Neurons; row++)
        {
            Finish(row);
        }

        return new NeuronBounds(Array.ConvertAll(lower, static sum => sum.Value), Array.ConvertAll(upper, static sum => sum.Value));

        void Finish(int neuron)
        {
            lower[neuron].Value = Known(lower[neuron].Value - (Rounding * lower[neuron].Magnitude), double.NegativeInfinity);
            upper[neuron].Value = Known(upper[neuron].Value + (Rounding * upper[neuron].Magnitude), double.PositiveInfinity);
        }
    }

    private static void AddEncoder(FreeNet net, Sum[] lower, Sum[] upper)
    {
        for (var neuron = 0; neuron < net.Neurons; neuron++)
        {
            AddTerm(lower, upper, neuron, net.EncoderBias[neuron], 1, 1);
            foreach (var (_, input, weight) in net.Encoder.NonZero(neuron))
            {
                var (mean, scale) = ((double)net.Domain.Mean[input], (double)net.Domain.Scale[input]);
                AddTerm(
                    lower, upper, neuron, weight, (net.Domain.Minimum[input] - mean) * scale, (net.Domain.Maximum[input] - mean) * scale);
            }
        }
    }

    private static void AddTerm(Sum[] lower, Sum[] upper, int neuron, double weight, double low, double high)
    {
        // A weight of 0 is none, even of a bound that is infinite.
        if (weight != 0)
        {
            var (a, b) = (weight * low, weight * high);
            lower[neuron].Add(Math.Min(a, b));
            upper[neuron].Add(Math.Max(a, b));
        }
    }

    private static double Known(double bound, double otherwise) => double.IsNaN(bound) ? otherwise : bound;

    /// <summary>A sum, and the sum of its terms without signs, to which its rounding is in proportion.</summary>
    private record struct Sum(double Value, double Magnitude)
    {
        public void Add(double term)
        {
            Value += term;
            Magnitude += Math.Abs(term);
        }
    }
}
