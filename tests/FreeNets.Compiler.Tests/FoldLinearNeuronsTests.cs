using FreeNets.Compiler.Optimise;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Neurons that are never off: which ones are folded, and when it is not worth it.</summary>
public class FoldLinearNeuronsTests
{
    // Inputs of -1 to 1: with encoder weights below 1, a bias of 100 keeps a neuron on.
    private static readonly InputDomain s_domain = new() { Type = InputType.Float32, Minimum = -1, Maximum = 1, Mean = 0, Scale = 1 };

    [Fact]
    public void A_neuron_without_a_logit_goes_into_its_readers()
    {
        // 0 → 1 → logit: with both rows full, neuron 0 costs three inputs and an edge, and leaves nothing behind.
        var net = Net(2, decoder: [0, 1], edges: [(1, 0)], alwaysOn: [0]);
        var folded = FoldLinearNeurons.Apply(net);

        Passes.AssertSameLogits(net, folded);
        Assert.Equal((1, 4L), (folded.Neurons, MultiplyAdds.Live(folded).Total));
    }

    [Fact]
    public void A_neuron_with_a_logit_loses_the_edges_to_full_rows()
    {
        var net = Net(3, decoder: [1, 1, 1], edges: [(1, 0), (2, 0)], alwaysOn: [0]);
        var folded = FoldLinearNeurons.Apply(net);

        Passes.AssertSameLogits(net, folded);
        Assert.Equal((3, 0), (folded.Neurons, folded.Graph.EdgeCount));
    }

    [Fact]
    public void A_chain_of_linear_neurons_folds_from_its_start()
    {
        var net = Net(4, decoder: [0, 0, 0, 1], edges: [(1, 0), (2, 1), (3, 2)], alwaysOn: [0, 1, 2]);
        var folded = FoldLinearNeurons.Apply(net);

        Passes.AssertSameLogits(net, folded);
        Assert.Equal(1, folded.Neurons);
    }

    [Fact]
    public void A_neuron_without_inputs_folds_into_logits_too()
    {
        // Neuron 2 reads only neurons 0 and 1; each has a logit of its own, so neuron 2 costs three and leaves nothing.
        var net = Net(3, decoder: [1, 1, 1], edges: [(2, 0), (2, 1)], alwaysOn: [2]);
        net = net with { Encoder = net.Encoder.Map(static weight => weight.Row < 2 ? weight.Value : 0) };
        var folded = FoldLinearNeurons.Apply(net);

        Passes.AssertSameLogits(net, folded);
        Assert.Equal(2, folded.Neurons);
    }

    [Fact]
    public void Folding_that_would_fill_empty_rows_is_declined_and_says_so()
    {
        // Four readers without inputs of their own: each would get three.
        var net = Net(5, decoder: [0, 1, 1, 1, 1], edges: [(1, 0), (2, 0), (3, 0), (4, 0)], alwaysOn: [0]);
        net = net with
        {
            Encoder = net.Encoder.Map(static weight => weight.Row < 1 ? weight.Value : 0),
            EncoderBias = new[] { 100f, -50, -60, -70, -80 },
        };
        var folded = FoldLinearNeurons.Apply(net);

        Assert.Same(net, folded);
        Assert.Equal("1 always linear, left alone: folding would cost more than it saves", FoldLinearNeurons.Note(net, folded));
    }

    [Fact]
    public void Squares_are_never_linear()
    {
        var net = Net(2, decoder: [0, 1], edges: [(1, 0)], alwaysOn: [0]) with { Activation = Activation.SquaredRelu };
        Assert.Same(net, FoldLinearNeurons.Apply(net));
    }

    [Fact]
    public void Weights_that_would_overflow_are_left_alone()
    {
        var net = Net(2, decoder: [0, 1], edges: [(1, 0)], alwaysOn: [0]);
        net = net with { EncoderBias = new[] { 1e30f, 0f }, Edges = SparseMatrix.Of(2, 2, [new Weight(1, 0, 1e30f)]) };
        Assert.Same(net, FoldLinearNeurons.Apply(net));
    }

    private static FreeNet Net(int neurons, float[] decoder, (int Target, int Source)[] edges, int[] alwaysOn)
    {
        var net = RandomNets.Create(seed: 1, inputs: 3, neurons, outputs: 1, density: 0, domain: s_domain);
        return net with
        {
            EncoderBias = Enumerable.Range(0, neurons).Select(neuron => alwaysOn.Contains(neuron) ? 100f : 0.1f).ToArray(),
            Decoder = new DenseMatrix(1, neurons, decoder),
            Edges = SparseMatrix.Of(
                neurons, neurons, edges.Select(static (edge, i) => new Weight(edge.Target, edge.Source, 0.5f + (0.1f * i)))),
        };
    }
}
