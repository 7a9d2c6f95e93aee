using FreeNets.Model;

namespace FreeNets.Tests;

/// <summary>The example by hand: raw (4, 8) with mean 2 and scale 0.5 is x = (1, 3).</summary>
public class ReferenceEvaluatorTests
{
    private static readonly float[] s_input = [4, 8];

    [Fact]
    public void Squared_relu_by_hand()
    {
        // z0 = 1 + 3; z1 = 2 − 3 + 0.5 + 0.25·16; z2 = −1 + 3 − 1 − 0.5·16 + 12.25.
        Assert.Equal([16, 3.5 * 3.5, 5.25 * 5.25], ReferenceEvaluator.Activations(Example.Net, s_input));

        // 16 − 2·12.25 + 0.5·27.5625 + 0.25; 12.25 − 27.5625.
        Assert.Equal([5.53125, -15.3125], ReferenceEvaluator.Evaluate(Example.Net, s_input));
    }

    [Fact]
    public void Relu_by_hand()
    {
        var net = Example.Net with { Activation = Activation.Relu };

        // z2 = 1 − 0.5·4 + 0.5 is negative.
        Assert.Equal([4, 0.5, 0], ReferenceEvaluator.Activations(net, s_input));
        Assert.Equal([4 - 1 + 0.25, 0.5], ReferenceEvaluator.Evaluate(net, s_input));
    }

    [Fact]
    public void Activations_and_normalisation_may_differ_from_neuron_to_neuron_and_input_to_input()
    {
        // x = (2, 3); z0 = 2, ReLU; z1 = 6 + 0.5, leaky; z2 = −1 − 2 + 6.5, clipped to 1.
        Assert.Equal([2, 6.5, 1], ReferenceEvaluator.Activations(Example.Rich, s_input));
        Assert.Equal([-10.25, 5.5, 10.5], ReferenceEvaluator.Evaluate(Example.Rich, s_input));

        // x = (−2, −3), so z1 = −5.5 leaks and z2 = −1 + 2 − 1.375.
        Assert.Equal([0, -1.375, -0.375], ReferenceEvaluator.Activations(Example.Rich, [-4, -4]));
        Assert.Equal(10.5, ReferenceEvaluator.Outputs(Example.Rich, s_input)[2]);
    }

    [Fact]
    public void An_absent_edge_carries_nothing()
    {
        var net = Example.Net with
        {
            Activation = Activation.Relu,
            Edges = SparseMatrix.Of(3, 3, [new Weight(2, 1, 3)]),
            EncoderBias = new[] { 0f, 2, -1 },
        };

        Assert.Equal([4, 1, 1 + 3], ReferenceEvaluator.Activations(net, s_input));
    }

    [Fact]
    public void Not_a_number_goes_wherever_a_weight_leads_and_nowhere_else()
    {
        // Input 0 leads to neurons 0 and 2 alone, neuron 2 to output 0 alone.
        var net = Example.Net with
        {
            Encoder = new DenseMatrix(3, 2, [1, 1, 0, -1, -1, 1]),
            Edges = SparseMatrix.Of(Ncg.Dense(3), [0, -0.5f, 1]),
            Decoder = new DenseMatrix(2, 3, [0, -2, 0.5f, 0, 1, 0]),
        };
        Assert.Equal([double.NaN, 0, double.NaN], ReferenceEvaluator.Activations(net, [float.NaN, 8]));
        Assert.Equal([double.NaN, 0], ReferenceEvaluator.Evaluate(net, [float.NaN, 8]));
        Assert.Equal([double.NaN, 0], ReferenceEvaluator.Evaluate(net with { Activation = Activation.Relu }, [float.NaN, 8]));
    }

    [Fact]
    public void An_input_of_the_wrong_length_is_refused() =>
        Assert.Throws<ArgumentException>(() => ReferenceEvaluator.Evaluate(Example.Net, [1, 2, 3]));

    [Fact]
    public void Multiply_adds_count_what_is_live_and_what_a_dense_network_would_have()
    {
        var net = Example.Net with { Edges = SparseMatrix.Of(3, 3, [new Weight(2, 0, -0.5f), new Weight(2, 1, 1)]) };
        net = net with { Encoder = new DenseMatrix(3, 2, [1, 0, 2, -1, -0f, 1]) };

        Assert.Equal(new MultiplyAdds(4, 2, 5), MultiplyAdds.Live(net));
        Assert.Equal(new MultiplyAdds(6, 3, 6), MultiplyAdds.Dense(net));
        Assert.Equal(new MultiplyAdds(6, 0, 6), MultiplyAdds.Fcnn(net));
        Assert.Equal((11, 22), (MultiplyAdds.Live(net).Total, MultiplyAdds.Live(net).Flops));
    }
}
