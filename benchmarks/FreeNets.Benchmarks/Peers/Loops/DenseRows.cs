using FreeNets.Model;

namespace FreeNets.Benchmarks.Peers.Loops;

/// <summary>Every matrix as rows without gaps; 0 where there is no edge.</summary>
internal sealed class DenseRows
{
    public DenseRows(FreeNet net)
    {
        var (inputs, neurons) = (net.Inputs, net.Neurons);
        Encoder = Rows(net.Encoder, neurons, inputs);
        Decoder = Rows(net.Decoder, net.Outputs, neurons);
        Cascade = [.. Enumerable.Range(0, neurons).Select(static neuron => new float[neuron])];
        foreach (var ((target, source), weight) in net.Graph.Edges().Zip(net.EdgeWeights))
        {
            Cascade[target][source] = weight;
        }
    }

    /// <summary>One row of weights from all inputs a neuron.</summary>
    public float[][] Encoder { get; }

    /// <summary>One row of weights from all earlier neurons a neuron.</summary>
    public float[][] Cascade { get; }

    /// <summary>One row of weights from all neurons an output.</summary>
    public float[][] Decoder { get; }

    private static float[][] Rows(IReadOnlyList<float> weights, int rows, int width)
    {
        var all = weights.ToArray();
        return [.. Enumerable.Range(0, rows).Select(row => all[(row * width)..((row + 1) * width)])];
    }
}
