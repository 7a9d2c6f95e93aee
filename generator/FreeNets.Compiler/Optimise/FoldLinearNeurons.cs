using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>
/// Folds linear neurons, those with h = z or that interval bounds prove to be always on (z ≥ 0, so h = z with ReLU), into what reads them,
/// where that leaves fewer multiply-adds. Exact on every input of the declared domain, up to rounding.
/// </summary>
/// <remarks>
/// With h_j = E_j·x + b_j + Σ_s w_js h_s, the term w_tj h_j of a neuron t is w_tj E_j in its encoder row, w_tj b_j in its bias and
/// w_tj w_js on an edge from each s. A neuron goes for good when all its readers can take it over for less than it costs; logits can
/// only when its encoder row is empty, since they read no inputs. Otherwise single edges go to targets that already read its inputs
/// and its sources: there it costs nothing.
/// </remarks>
public static class FoldLinearNeurons
{
    /// <summary>The network after folding; itself when nothing is gained.</summary>
    public static FreeNet Apply(FreeNet net)
    {
        var linear = Linear(net);
        if (linear.Length == 0)
        {
            return net;
        }

        var rows = Rows.Of(net);
        var before = MultiplyAdds.Live(net).Total;
        foreach (var neuron in linear)
        {
            if (!TryFoldWhole(rows, neuron))
            {
                FoldFreeEdges(rows, neuron);
            }
        }

        var folded = rows.ToNet(net);
        return folded is not null && MultiplyAdds.Live(folded).Total < before ? folded : net;
    }

    /// <summary>What was found and what came of it; null when there was nothing to find.</summary>
    public static string? Note(FreeNet before, FreeNet after)
    {
        var count = Linear(before).Length;
        return count == 0 ? null : ReferenceEquals(before, after)
            ? $"{count} always linear, left alone: folding would cost more than it saves"
            : $"{count} always linear, {before.Edges.Count - after.Edges.Count} edges fewer";
    }

    /// <summary>Neurons that are read by others and never off, in ascending order: chains of them fold from their start.</summary>
    private static int[] Linear(FreeNet net)
    {
        var lower = NeuronBounds.Of(net).Lower;
        return Enumerable.Range(0, net.Neurons).Where(neuron => IsLinear(net.ActivationOf(neuron), lower[neuron])).ToArray();
    }

    private static bool IsLinear(Activation activation, double lower) => activation.Function switch
    {
        ActivationFunction.Identity => true,
        ActivationFunction.Relu or ActivationFunction.Absolute => lower >= 0,
        ActivationFunction.LeakyRelu => lower >= 0 || activation.Alpha == 1,
        _ => false,
    };

    private static bool TryFoldWhole(Rows rows, int neuron)
    {
        var (own, readers) = (rows[neuron], rows.ReadersOf(neuron));
        if (rows.Neurons == 1 || readers.Any(reader => !reader.IsNeuron && own.Inputs.Count > 0))
        {
            return false;
        }

        var saved = own.MultiplyAdds + readers.Count;
        if (readers.Sum(reader => reader.Added(own)) >= saved)
        {
            return false;
        }

        foreach (var reader in readers)
        {
            reader.TakeOver(neuron, own);
        }

        rows.Remove(neuron);
        return true;
    }

    private static void FoldFreeEdges(Rows rows, int neuron)
    {
        var own = rows[neuron];
        foreach (var reader in rows.ReadersOf(neuron).Where(reader => reader.IsNeuron || own.Inputs.Count == 0))
        {
            if (reader.Added(own) == 0)
            {
                reader.TakeOver(neuron, own);
            }
        }
    }
}
