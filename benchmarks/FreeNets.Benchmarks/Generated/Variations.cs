using FreeNets.Model;

namespace FreeNets.Benchmarks.Generated;

/// <summary>The networks that a network is compared with. None carries check vectors, which would be another network's.</summary>
internal static class Variations
{
    /// <summary>Added edges weigh little, so that activations stay as they are.</summary>
    private const float AddedWeight = 1e-3f;

    /// <summary>The same network with every edge.</summary>
    public static FreeNet WithAllEdges(FreeNet net)
    {
        var weights = net.Edges.Entries().ToDictionary(static edge => (edge.Row, edge.Column), static edge => edge.Value);
        var graph = Ncg.Dense(net.Neurons);
        return net with
        {
            Edges = SparseMatrix.Of(graph, [.. graph.Edges().Select(edge => weights.GetValueOrDefault(edge, AddedWeight))]),
            Checks = new CheckVectors(),
        };
    }

    /// <summary>The fully connected network of the same width: the same encoder and decoder, no edges.</summary>
    public static FreeNet WithoutEdges(FreeNet net) =>
        net with { Edges = SparseMatrix.Of(Ncg.Empty(net.Neurons), []), Checks = new CheckVectors() };

    /// <summary>The same network, as if trained on images without zeros: its encoder reads every input.</summary>
    public static FreeNet ReadingEveryInput(FreeNet net) => net with { Provenance = net.Provenance with { InputDensity = 1 } };

    /// <summary>The same network, as if trained on images with this fraction of non-zero pixels.</summary>
    public static FreeNet WithInputDensity(FreeNet net, double density) =>
        net with { Provenance = net.Provenance with { InputDensity = density } };

    /// <summary>
    /// The same network, whose one output reads only the neurons without successors: nearly nothing but edges, and no neuron that an
    /// optimiser may drop.
    /// </summary>
    public static FreeNet WithThinDecoder(FreeNet net)
    {
        var sources = net.Edges.Entries().Select(static edge => edge.Column).ToHashSet();
        return net with
        {
            Outputs = 1,
            Decoder =
                new DenseMatrix(1, net.Neurons, [.. Enumerable.Range(0, net.Neurons).Select(neuron => sources.Contains(neuron) ? 0f : 1f)]),
            DecoderBias = new float[1],
            Checks = new CheckVectors(),
        };
    }
}
