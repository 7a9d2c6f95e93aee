using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Schedule;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Large graphs in blocks: which stages they become, and that they compute what the cascade does.</summary>
public class BlocksTests
{
    [Fact]
    public void A_layered_network_becomes_its_layers()
    {
        var stages = Stages(Layered(Activation.Relu, 120, 150, 130));

        Assert.Equal(
            ["encoder", "neurons 0 to 119", "block 1", "neurons 120 to 269", "block 2", "neurons 270 to 399", "decoder"],
            stages.Select(static stage => stage.Name));
        Assert.Empty(stages.OfType<CascadeStage>());
        Assert.Equal(
            [new Slice(0, 120), new Slice(120, 150), new Slice(270, 130)],
            stages.OfType<ActivateStage>().Select(static stage => stage.Neurons));
    }

    [Fact]
    public void A_dense_graph_becomes_slices_with_blocks_between_them()
    {
        var stages = Stages(RandomNets.Create(seed: 1, inputs: 3, neurons: 300, outputs: 2, density: 1));

        Assert.Equal(5, stages.OfType<CascadeStage>().Count());
        Assert.Equal(
            [(64, 64), (128, 64), (192, 64), (256, 44), (300, 2)],
            stages.OfType<LinearStage>().Skip(1).Select(static stage => (stage.Width, stage.Rows)));
        Assert.Equal(
            (64 * 63 / 2 * 4) + (44 * 43 / 2),
            stages.OfType<CascadeStage>().Select(static stage => stage.Weights).Distinct().Sum(static weights => weights.Count));
    }

    [Fact]
    public void A_wide_layer_alone_becomes_two_products_and_small_or_sparse_graphs_stay_as_they_are()
    {
        Assert.Equal(3, Stages(RandomNets.Create(seed: 1, inputs: 3, neurons: 500, outputs: 10, density: 0)).Length);
        Assert.Equal(2, Stages(RandomNets.Create(seed: 1, inputs: 3, neurons: 300, outputs: 10, density: 0)).Length);
        Assert.Equal(2, Stages(RandomNets.Create(seed: 1, inputs: 3, neurons: 900, outputs: 2, density: 0.02)).Length);
    }

    [Theory]
    [InlineData(ActivationFunction.Relu)]
    [InlineData(ActivationFunction.SquaredRelu)]
    public void Layers_compute_what_the_reference_does(ActivationFunction activation) =>
        GeneratedCodeTests.Check(Layered(activation, 120, 150, 131));

    [Theory]
    [InlineData(11, 275, 3, 1)]
    [InlineData(40, 331, 10, 0.5)]
    [InlineData(17, 519, 8, 0)]
    [InlineData(3, 600, 20, 0.2)]
    public void Blocks_compute_what_the_reference_does(int inputs, int neurons, int outputs, double density) =>
        GeneratedCodeTests.Check(RandomNets.Create(seed: neurons, inputs, neurons, outputs, density));

    [Fact]
    public void An_encoder_of_lower_precision_has_blocks_behind_it_too() =>
        RoundedCode.Check(RandomNets.Create(seed: 1, inputs: 40, neurons: 280, outputs: 5, density: 0.9), Precision.Int8);

    [Fact]
    public void Every_family_with_vectors_gets_the_same_sums()
    {
        var plan = Scheduler.Plan(Layered(Activation.Relu, 120, 150, 130));
        Assert.All(plan.Paths, static path => Assert.Equal(7, path.OneSample.Count));
        Assert.All(
            plan.Program.Stages.OfType<LinearStage>(), static stage => Assert.InRange(stage.PartialSums, 1, Machine.IndependentSums));
        Assert.Equal(8, ((LinearStage)plan.Program.Stages[6]).PartialSums);
    }

    /// <summary>Every neuron of a layer reads all of the one before it.</summary>
    private static FreeNet Layered(Activation activation, params int[] sizes)
    {
        var layers = sizes.SelectMany(static (size, layer) => Enumerable.Repeat(layer, size)).ToArray();
        var net = RandomNets.Create(seed: 2, inputs: 12, layers.Length, outputs: 4, density: 1);
        var edges = net.Edges.Entries().Where(edge => layers[edge.Row] == layers[edge.Column] + 1);
        net = net with
        {
            Activation = activation,
            Encoder = net.Encoder.Map(weight => layers[weight.Row] == 0 ? weight.Value : 0),
            Edges = SparseMatrix.Of(
                layers.Length, layers.Length,
                edges.Select(edge => edge with { Value = edge.Value * (activation == Activation.Relu ? 0.8f : 0.3f) })),
        };
        var logits = net.Checks.Inputs.Chunk(net.Inputs).SelectMany(input => ReferenceEvaluator.Evaluate(net, input));
        return net with { Checks = net.Checks with { Logits = logits.Select(static logit => (float)logit).ToArray() } };
    }

    private static Stage[] Stages(FreeNet net) => Scheduler.Plan(net).Program.Stages.ToArray();
}
