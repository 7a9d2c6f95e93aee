using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>A network without some of its neurons.</summary>
internal static class Subnet
{
    /// <summary>
    /// Keeps the neurons for which <paramref name="keep"/> is true, with the edges between them; at least one stays, since a network
    /// has one. Right only where the others contribute nothing to any output.
    /// </summary>
    public static FreeNet Of(FreeNet net, bool[] keep)
    {
        var kept = Enumerable.Range(0, net.Neurons).Where(neuron => keep[neuron]).DefaultIfEmpty(0).ToArray();
        if (kept.Length == net.Neurons)
        {
            return net;
        }

        var place = Enumerable.Repeat(-1, net.Neurons).ToArray();
        for (var i = 0; i < kept.Length; i++)
        {
            place[kept[i]] = i;
        }

        var edges = net.Graph.Edges()
            .Zip(net.EdgeWeights, static (edge, weight) => (edge.Target, edge.Source, Weight: weight))
            .Where(edge => place[edge.Target] >= 0 && place[edge.Source] >= 0)
            .ToArray();
        var present = new HashSet<(int, int)>(edges.Select(edge => (place[edge.Target], place[edge.Source])));
        return net with
        {
            Neurons = kept.Length,
            Encoder = kept.SelectMany(neuron => Enumerable.Range(neuron * net.Inputs, net.Inputs)).Select(i => net.Encoder[i]).ToArray(),
            EncoderBias = kept.Select(neuron => net.EncoderBias[neuron]).ToArray(),
            Graph = Ncg.FromPredicate(kept.Length, (target, source) => present.Contains((target, source))),
            EdgeWeights = edges.Select(static edge => edge.Weight).ToArray(),
            Decoder = Enumerable.Range(0, net.Outputs)
                .SelectMany(output => kept.Select(neuron => net.Decoder[(output * net.Neurons) + neuron]))
                .ToArray(),
        };
    }
}
