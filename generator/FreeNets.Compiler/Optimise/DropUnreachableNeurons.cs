using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>Removes neurons from which no path of non-zero weights leads to an output. Exact.</summary>
public static class DropUnreachableNeurons
{
    /// <summary>The network without them; itself when there are none.</summary>
    public static FreeNet Apply(FreeNet net)
    {
        var reaches = new bool[net.Neurons];
        for (var weight = 0; weight < net.Decoder.Count; weight++)
        {
            reaches[weight % net.Neurons] |= net.Decoder[weight] != 0;
        }

        // Edges in reverse: by the time a target is asked, all of its own targets have been.
        var edges = net.Graph.Edges().ToArray();
        for (var edge = edges.Length - 1; edge >= 0; edge--)
        {
            reaches[edges[edge].Source] |= reaches[edges[edge].Target] && net.EdgeWeights[edge] != 0;
        }

        return Subnet.Of(net, reaches);
    }
}
