using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>Removes edges of weight 0, and neurons from which no path of others leads to an output. Exact.</summary>
public static class DropUnreachableNeurons
{
    /// <summary>The network without them; itself when there are neither.</summary>
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

        return WithoutZeros(Subnet.Of(net, reaches));
    }

    private static FreeNet WithoutZeros(FreeNet net)
    {
        var weights = net.EdgeWeights.Where(static weight => weight != 0).ToArray();
        if (weights.Length == net.EdgeWeights.Count)
        {
            return net;
        }

        var edges = new HashSet<(int, int)>(net.Graph.Edges().Zip(net.EdgeWeights, static (edge, weight) => (edge, weight))
            .Where(static item => item.weight != 0)
            .Select(static item => item.edge));
        return net with { Graph = Ncg.FromPredicate(net.Neurons, (target, source) => edges.Contains((target, source))), EdgeWeights = weights };
    }
}
