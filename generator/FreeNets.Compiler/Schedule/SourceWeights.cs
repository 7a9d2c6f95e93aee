using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>A weight from a neuron to a row of the state: a later neuron or a logit.</summary>
/// <param name="Row">The row of the state.</param>
/// <param name="Weight">The weight.</param>
internal readonly record struct RowValue(int Row, float Weight);

/// <summary>Edges and decoder seen from the source: for each neuron, the rows of the state that its h reaches, ascending.</summary>
internal static class SourceWeights
{
    public static List<RowValue>[] Of(FreeNet net)
    {
        var bySource = new List<RowValue>[net.Neurons];
        for (var neuron = 0; neuron < net.Neurons; neuron++)
        {
            bySource[neuron] = [];
        }

        var edge = 0;
        foreach (var (target, source) in net.Graph.Edges())
        {
            bySource[source].Add(new RowValue(target, net.EdgeWeights[edge++]));
        }

        for (var output = 0; output < net.Outputs; output++)
        {
            for (var neuron = 0; neuron < net.Neurons; neuron++)
            {
                var weight = net.Decoder[(output * net.Neurons) + neuron];
                if (weight != 0)
                {
                    bySource[neuron].Add(new RowValue(net.Neurons + output, weight));
                }
            }
        }

        return bySource;
    }
}
