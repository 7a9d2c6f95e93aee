using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>Removes neurons that interval bounds prove to be off (h = 0) on every input of the declared domain. Exact there.</summary>
/// <remarks>
/// z_i lies between the sums of the smallest and largest terms: encoder weights times the domain's ends, edge weights times the bounds
/// of h_j. A neuron whose upper bound is not above 0 never fires. Bounds are sums in float64, widened by far more than their rounding.
/// </remarks>
public static class DropSilentNeurons
{
    private const double Rounding = 1e-9;

    /// <summary>The network without them; itself when there are none. Takes networks whose normalisation is folded in.</summary>
    public static FreeNet Apply(FreeNet net)
    {
        var bounds = Bounds(net);
        return Subnet.Of(net, Array.ConvertAll(bounds, static bound => bound > 0));
    }

    /// <summary>An upper bound of h of each neuron; the lower one is 0.</summary>
    private static double[] Bounds(FreeNet net)
    {
        var upper = EncoderBounds(net);
        var (edge, row) = (0, 0);
        foreach (var (target, source) in net.Graph.Edges())
        {
            // Edges come by target: all rows before it are complete.
            for (; row < target; row++)
            {
                upper[row] = Activate(net.Activation, upper[row]);
            }

            upper[target] += Math.Max(0, net.EdgeWeights[edge++] * upper[source]);
        }

        for (; row < net.Neurons; row++)
        {
            upper[row] = Activate(net.Activation, upper[row]);
        }

        return upper;
    }

    private static double[] EncoderBounds(FreeNet net)
    {
        var (minimum, maximum) = ((double)net.Domain.Minimum, (double)net.Domain.Maximum);
        var upper = new double[net.Neurons];
        for (var neuron = 0; neuron < net.Neurons; neuron++)
        {
            double sum = net.EncoderBias[neuron];
            var magnitude = Math.Abs(sum);
            for (var input = 0; input < net.Inputs; input++)
            {
                var weight = net.Encoder[(neuron * net.Inputs) + input];
                var term = Math.Max(weight * minimum, weight * maximum);
                sum += term;
                magnitude += Math.Abs(term);
            }

            upper[neuron] = sum + (Rounding * magnitude);
        }

        return upper;
    }

    private static double Activate(Activation activation, double z) =>
        z <= 0 ? 0 : activation == Activation.SquaredRelu ? z * z : z;
}
