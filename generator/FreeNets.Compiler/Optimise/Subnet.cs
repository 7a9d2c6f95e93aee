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
        return net with
        {
            Neurons = order.Length,
            Encoder = net.Encoder.Pick(order, All(net.Inputs)),
            EncoderBias = order.Select(neuron => net.EncoderBias[neuron]).ToArray(),
            NeuronActivations = order.Where(_ => net.NeuronActivations.Count > 0).Select(neuron => net.NeuronActivations[neuron]).ToArray(),
            Edges = (SparseMatrix)net.Edges.Pick(order, order),
            Decoder = net.Decoder.Pick(All(net.Outputs), order),
        };

        static int[] All(int count) => [.. Enumerable.Range(0, count)];
    }
}
