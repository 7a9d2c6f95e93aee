using FreeNets.Model;
using FreeNets.Trainer.Kernels;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Search.Budgets;

/// <summary>Graphs as matrices of 0 and 1, [target, source].</summary>
internal static class GraphMask
{
    /// <summary>1 for each edge. The caller's scope owns it.</summary>
    public static Tensor Of(Ncg graph)
    {
        var mask = zeros(graph.Neurons, graph.Neurons);
        var values = mask.Floats();
        foreach (var (target, source) in graph.Edges())
        {
            values[(target * graph.Neurons) + source] = 1;
        }

        return mask;
    }

    /// <summary>An edge for each 1.</summary>
    public static Ncg ToGraph(Tensor mask)
    {
        var neurons = (int)mask.shape[0];
        var values = mask.Floats().ToArray();
        return Ncg.FromPredicate(neurons, (target, source) => values[(target * neurons) + source] != 0);
    }
}
