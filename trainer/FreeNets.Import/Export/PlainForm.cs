using FreeNets.Model;
using static FreeNets.Import.Export.GraphWriter;

namespace FreeNets.Import.Export;

/// <summary>
/// A Gemm, an activation and a Concat a neuron: what somebody would write who has operators for layers and a graph that has none.
/// </summary>
internal sealed class PlainForm : Form
{
    private Block _all = new("", []);

    public override long Values(FreeNet net) =>
        ((long)net.Neurons * (net.Inputs + net.Outputs)) + ((long)net.Neurons * (net.Neurons - 1) / 2);

    public override void Write(GraphWriter graph, FreeNet net)
    {
        var encoded = graph.Gemm(Normalised(graph, net), net.Encoder.ToDense(), net.EncoderBias.ToArray());
        if (net.Edges.NonZeroCount == 0)
        {
            _all = new Block(
                ActivationWriter.Apply(graph, encoded, ActivationsOf(net, [.. Enumerable.Range(0, net.Neurons)])),
                [.. Enumerable.Range(0, net.Neurons)]);
            return;
        }

        var each = graph.Split(encoded, [.. Enumerable.Repeat(1, net.Neurons)]);
        var all = ActivationWriter.Apply(graph, each[0], net.ActivationOf(0));
        for (var neuron = 1; neuron < net.Neurons; neuron++)
        {
            var weights = new float[neuron];
            foreach (var (_, source, weight) in net.Edges.NonZero(neuron))
            {
                weights[source] = weight;
            }

            var z = graph.Node("Gemm", [all, graph.Tensor("weights", weights, 1, neuron), each[neuron]], Attribute("transB", 1L));
            all = graph.Concat([all, ActivationWriter.Apply(graph, z, net.ActivationOf(neuron))]);
        }

        _all = new Block(all, [.. Enumerable.Range(0, net.Neurons)]);
    }

    protected override IReadOnlyList<Block> Holding(IReadOnlyCollection<int> neurons) => [_all];
}
