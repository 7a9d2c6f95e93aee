using FreeNets.Compiler.Optimise;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Passes that remove neurons: which ones go, and that no logit moves.</summary>
public class DropNeuronsTests
{
    [Fact]
    public void Neurons_without_a_path_to_an_output_go()
    {
        // 0 → 1 → output; 2 → 3 → nothing; 4 and 5 alone.
        var net = Net(6, decoder: [0, 1, 0, 0, 0, 0], edges: [(1, 0, 0.5f), (3, 2, 0.5f)]);
        AssertSameLogits(net, DropUnreachableNeurons.Apply(net), neurons: 2);
    }

    [Fact]
    public void Paths_over_a_zero_weight_lead_nowhere()
    {
        var net = Net(2, decoder: [0, 1], edges: [(1, 0, 0)]);
        AssertSameLogits(net, DropUnreachableNeurons.Apply(net), neurons: 1);
    }

    [Fact]
    public void Neurons_that_no_input_of_the_domain_can_wake_go()
    {
        // Neuron 0 is off for inputs 0 to 255, and so neuron 1, which only neuron 0 could wake; neuron 2 is on for 255.
        var net = Net(3, decoder: [1, 1, 1], edges: [(1, 0, 5)]) with
        {
            Inputs = 1,
            Encoder = new DenseMatrix(3, 1, [1, -1, 1]),
            EncoderBias = new[] { -255.5f, 0f, -254f },
            Domain = InputDomain.Bytes,
        };
        AssertSameLogits(net, DropSilentNeurons.Apply(net), neurons: 1);
    }

    [Fact]
    public void A_neuron_that_another_can_wake_stays()
    {
        var net = Net(2, decoder: [0, 1], edges: [(1, 0, 1.5f)]) with
        {
            Inputs = 1,
            Encoder = new DenseMatrix(2, 1, [1, -1]),
            EncoderBias = new[] { 0f, -1f },
            Domain = InputDomain.Bytes,
        };
        Assert.Same(net, DropSilentNeurons.Apply(net));
    }

    [Fact]
    public void A_network_that_is_off_everywhere_keeps_one_neuron_and_its_logits()
    {
        var net = Net(3, decoder: [1, 1, 1], edges: []) with { EncoderBias = new[] { -9_999f, -9_999f, -9_999f } };
        AssertSameLogits(net, DropSilentNeurons.Apply(net), neurons: 1);
    }

    [Fact]
    public void Generated_code_of_a_smaller_network_keeps_the_models_interface()
    {
        var net = RandomNets.Create(seed: 2, inputs: 30, neurons: 40, outputs: 3, density: 0.3);
        net = net with { Decoder = net.Decoder.Map(static weight => weight.Column < 20 ? weight.Value : 0) };
        var logits = net.Checks.Inputs.Chunk(net.Inputs).SelectMany(input => ReferenceEvaluator.Evaluate(net, input));
        net = net with { Checks = net.Checks with { Logits = logits.Select(static logit => (float)logit).ToArray() } };
        var model = GeneratedModel.Of(net);

        Assert.Equal(20, Optimiser.Apply(net).Net.Neurons);
        Assert.Equal(40, model.Constant("Neurons"));
        Assert.True(model.SelfTest());
    }

    [Fact]
    public void Optimising_random_networks_moves_no_logit()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var net = RandomNets.Create(seed, inputs: 6, neurons: 1 + (seed % 12), outputs: 2, density: 0.4);
            var bias = net.EncoderBias.Select((value, i) => i % 3 == 0 ? value - 3 : value).ToArray();
            net = net with { EncoderBias = bias };
            AssertSameLogits(net, Optimiser.Apply(net).Net, neurons: null);
        }
    }

    private static FreeNet Net(int neurons, float[] decoder, (int Target, int Source, float Weight)[] edges)
    {
        var net = RandomNets.Create(seed: 1, inputs: 3, neurons, outputs: 1, density: 0, domain: InputDomain.Bytes);
        return net with
        {
            Decoder = new DenseMatrix(1, neurons, decoder),
            Edges = SparseMatrix.Of(neurons, neurons, edges.Select(static edge => new Weight(edge.Target, edge.Source, edge.Weight))),
        };
    }

    private static void AssertSameLogits(FreeNet expected, FreeNet actual, int? neurons)
    {
        Assert.Equal(neurons ?? actual.Neurons, actual.Neurons);
        var (a, b) = (Logits(expected, expected), Logits(actual, expected));
        Assert.All(a.Zip(b), static pair => Assert.Equal(pair.First, pair.Second, 1e-5f * Math.Max(1, Math.Abs(pair.First))));
    }

    /// <summary>Logits of a few inputs of <paramref name="domain"/>'s domain.</summary>
    private static float[] Logits(FreeNet net, FreeNet domain) => RandomNets.Inputs(domain, seed: 3, count: 4)
        .Chunk(domain.Inputs)
        .SelectMany(input => ReferenceEvaluator.Evaluate(net, input))
        .Select(static logit => (float)logit)
        .ToArray();
}
