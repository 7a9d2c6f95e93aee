using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>A network of some of its neurons, or of all in another order.</summary>
internal static class Subnet
{
    /// <summary>
    /// Keeps the neurons for which <paramref name="keep"/> is true, with the edges between them; at least one stays, since a network
    /// has one. Right only where the others contribute nothing to any output.
    /// </summary>
    public static FreeNet Of(FreeNet net, bool[] keep)
    {
        var kept = Enumerable.Range(0, net.Neurons).Where(neuron => keep[neuron]).DefaultIfEmpty(0).ToArray();
        return kept.Length == net.Neurons ? net : Of(net, kept);
    }

    /// <summary>The neurons <paramref name="order"/>, which must be topological: every edge leads to a later one.</summary>
    public static FreeNet Of(FreeNet net, int[] order)
    {
        var place = Enumerable.Repeat(-1, net.Neurons).ToArray();
        for (var i = 0; i < order.Length; i++)
        {
            place[order[i]] = i;
        }

        var edges = net.Graph.Edges()
            .Zip(net.EdgeWeights, (edge, weight) => (Target: place[edge.Target], Source: place[edge.Source], Weight: weight))
            .Where(static edge => edge.Target >= 0 && edge.Source >= 0)
            .OrderBy(static edge => edge.Target)
            .ThenBy(static edge => edge.Source)
            .ToArray();
        var present = new HashSet<(int, int)>(edges.Select(static edge => (edge.Target, edge.Source)));
        return net with
        {
            Neurons = order.Length,
            Encoder = order.SelectMany(neuron => Enumerable.Range(neuron * net.Inputs, net.Inputs)).Select(i => net.Encoder[i]).ToArray(),
            EncoderBias = order.Select(neuron => net.EncoderBias[neuron]).ToArray(),
            Graph = Ncg.FromPredicate(order.Length, (target, source) => present.Contains((target, source))),
            EdgeWeights = edges.Select(static edge => edge.Weight).ToArray(),
            Decoder = Enumerable.Range(0, net.Outputs)
                .SelectMany(output => order.Select(neuron => net.Decoder[(output * net.Neurons) + neuron]))
                .ToArray(),
        };
    }
}
