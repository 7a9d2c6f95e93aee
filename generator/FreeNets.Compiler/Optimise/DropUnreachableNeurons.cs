using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>Removes edges of weight 0, and neurons from which no path of others leads to an output. Exact.</summary>
public static class DropUnreachableNeurons
{
    /// <summary>The network without them; itself when there are neither.</summary>
    public static FreeNet Apply(FreeNet net)
    {
        var reaches = new bool[net.Neurons];
        foreach (var weight in net.Decoder.NonZero())
        {
            reaches[weight.Column] = true;
        }

        // Edges in reverse: by the time a target is asked, all of its own targets have been.
        foreach (var edge in net.Edges.NonZero().Reverse())
        {
            reaches[edge.Column] |= reaches[edge.Row];
        }

        return WithoutZeros(Subnet.Of(net, reaches));
    }

    private static FreeNet WithoutZeros(FreeNet net)
    {
        return net.Edges.NonZeroCount == net.Edges.Count
            ? net
            : net with { Edges = SparseMatrix.Of(net.Neurons, net.Neurons, net.Edges.NonZero()) };
    }
}
