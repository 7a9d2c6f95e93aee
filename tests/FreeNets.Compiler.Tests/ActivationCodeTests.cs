using FreeNets.Compiler.Machines;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Every activation of neurons and outputs in generated code, against the reference, in all families.</summary>
public class ActivationCodeTests
{
    private static readonly InputDomain s_reals = new() { Type = InputType.Float32 };

    // The others differ in their methods alone, which ActivationErrorTests runs one by one.
    public static TheoryData<int> Places => [1, 3, 6, 9, 17, 18];

    public static TheoryData<int, int, double> Mixed => new()
    {
        // neurons, outputs, density: straight line, and loops over tables
        { 1, 1, 0 },
        { 29, 5, 0.4 },
        { 90, 10, 0.1 },
        { 260, 7, 0.7 },
        { 200, 10, 0 },
    };

    [Fact]
    public void There_is_one_of_each_function() => Assert.Equal(
        Enum.GetValues<ActivationFunction>().Where(static function => !new Activation(function).IsOfGroup),
        EveryActivation.All.Select(static activation => activation.Function).Distinct().Order());

    [Theory]
    [MemberData(nameof(Places))]
    public void One_for_all_neurons_agrees_with_the_reference(int place) =>
        GeneratedCodeTests.Check(
            RandomNets.Create(seed: place, inputs: 7, neurons: 21, outputs: 3, density: 0.3, EveryActivation.All[place], s_reals));

    [Theory]
    [MemberData(nameof(Mixed))]
    public void Neurons_may_each_have_their_own(int neurons, int outputs, double density) =>
        GeneratedCodeTests.Check(OfAllKinds(neurons, outputs, density));

    /// <summary>Loops find a neuron's activation in a table, which straight-line code of one family does not need.</summary>
    [Theory]
    [InlineData(29, 0.4)]
    [InlineData(260, 0.7)]
    public void They_may_in_code_for_one_family(int neurons, double density) => Assert.True(
        GeneratedModel.Of(OfAllKinds(neurons, 5, density), CodeChoices.Default with { Families = new[] { Isa.Vector128 } }).SelfTest());

    [Fact]
    public void Layers_may_each_have_their_own()
    {
        var (sizes, random) = (new[] { 40, 48, 33, 25 }, new Random(3));
        var layers = sizes.SelectMany(static (count, layer) => Enumerable.Repeat(layer, count)).ToArray();
        var net = RandomNets.Create(seed: 4, inputs: 12, layers.Length, outputs: 6, density: 1, Activation.Tanh, s_reals);
        GeneratedCodeTests.Check(WithChecks(net with
        {
            NeuronActivations = layers.Select(
                static layer => layer switch
                {
                    0 => Activation.Tanh,
                    1 => Activation.Identity,
                    2 => ActivationFunction.Gelu,
                    _ => Activation.Relu,
                }).ToArray(),
            Edges = SparseMatrix.Of(
                layers.Length, layers.Length, net.Edges.Entries().Where(edge => layers[edge.Row] == layers[edge.Column] + 1)),
            OutputActivation = Activation.Tanh,
        }));
    }

    [Theory]
    [InlineData(ActivationFunction.Softmax)]
    [InlineData(ActivationFunction.LogSoftmax)]
    [InlineData(ActivationFunction.Sigmoid)]
    [InlineData(ActivationFunction.Relu)]
    public void Outputs_have_an_activation(ActivationFunction function) =>
        GeneratedCodeTests.Check(
            RandomNets.Create(seed: 5, inputs: 6, neurons: 10, outputs: 21, density: 0.3, Activation.Tanh, s_reals)
                with
            { OutputActivation = function });

    [Fact]
    public void Groups_of_outputs_each_have_their_own() => GeneratedCodeTests.Check(
        RandomNets.Create(seed: 6, inputs: 6, neurons: 10, outputs: 13, density: 0.3) with
        {
            OutputGroups = new[]
            {
                new OutputGroup("policy", 0, 5, Activation.Softmax),
                new OutputGroup("value", 5, 1, Activation.Identity),
                new OutputGroup("action", 6, 3, Activation.Clip(-1, 0.5f)),
                new OutputGroup("other", 9, 4, Activation.LogSoftmax),
            },
        });

    [Theory]
    [InlineData(1, false)]
    [InlineData(10_000, false)]
    [InlineData(1, true)]
    [InlineData(10_000, true)]
    public void Each_input_may_have_its_own_domain(float mean, bool hasEnds)
    {
        var inputs = 20;
        var means = Enumerable.Range(0, inputs).Select(input => mean * (input % 5)).ToArray();
        var domain = new InputDomain
        {
            Type = InputType.Float32,
            Minimum = hasEnds ? new PerInput(means.Select(static value => value - 2).ToArray()) : float.NegativeInfinity,
            Maximum = hasEnds ? new PerInput(means.Select(static (value, input) => value + input).ToArray()) : float.PositiveInfinity,
            Mean = new PerInput(means),
            Scale = new PerInput(means.Select(static (_, input) => 0.5f + (input % 3)).ToArray()),
        };
        var net = RandomNets.Create(seed: 7, inputs, neurons: 30, outputs: 4, density: 0.3, domain: domain);
        Assert.Equal(mean > 100, ModelCompiler.Plan(net, CodeChoices.Default).Plan.NormalisesEach);
        GeneratedCodeTests.Check(net);
    }

    [Fact]
    public void NaN_of_any_neuron_reaches_the_outputs()
    {
        var net = OfAllKinds(neurons: EveryActivation.All.Count, outputs: 3, density: 0) with { OutputActivation = Activation.Softmax };
        var model = GeneratedModel.Of(net);
        var (input, outputs) = (new float[net.Inputs], new float[3]);
        model.PredictFloats(input, outputs);
        Assert.All(outputs, static output => Assert.InRange(output, 0, 1));
        Array.Fill(input, float.NaN);
        model.PredictFloats(input, outputs);
        Assert.All(outputs, static output => Assert.True(float.IsNaN(output)));
    }

    public static FreeNet OfAllKinds(int neurons, int outputs, double density)
    {
        var net = RandomNets.Create(seed: neurons, inputs: 9, neurons, outputs, density, Activation.Tanh, s_reals);
        return WithChecks(
            net with
            {
                NeuronActivations = Enumerable.Range(0, neurons)
                    .Select(static neuron => EveryActivation.All[neuron % EveryActivation.All.Count])
                    .ToArray(),
            });
    }

    private static FreeNet WithChecks(FreeNet net) => net with
    {
        Checks = net.Checks with
        {
            Logits = net.Checks.Inputs.Chunk(net.Inputs)
                .SelectMany(input => ReferenceEvaluator.Evaluate(net, input))
                .Select(static logit => (float)logit)
                .ToArray(),
        },
    };
}
