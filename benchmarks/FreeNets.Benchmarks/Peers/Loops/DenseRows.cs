using FreeNets.Model;

namespace FreeNets.Benchmarks.Peers.Loops;

/// <summary>Every matrix as rows without gaps; 0 where there is no edge.</summary>
internal sealed class DenseRows
{
    public DenseRows(FreeNet net)
    {
        Encoder = Rows(net.Encoder);
        Decoder = Rows(net.Decoder);
        Cascade = [.. Enumerable.Range(0, net.Neurons).Select(static neuron => new float[neuron])];
        foreach (var (target, source, weight) in net.Edges.Entries())
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

    private static float[][] Rows(WeightMatrix matrix) => [.. matrix.ToDense().Chunk(matrix.Columns)];
}
