using System.Globalization;
using FreeNets.Model;

namespace FreeNets.Tests;

public class FnetWriterTests
{
    private static readonly FreeNet s_net = Example.Net;

    public static TheoryData<string, FreeNet> InvalidNets { get; } = new()
    {
        { "name", s_net with { Name = "" } },
        { "name", s_net with { Name = null! } },
        { "name", s_net with { Name = new string('n', 201) } },
        { "name", s_net with { Name = "a\nb" } },
        { "name", s_net with { Name = "\uD800" } },
        { "inputs", s_net with { Inputs = 0 } },
        { "encoder", s_net with { Inputs = 3 } },
        { "encoder", s_net with { Neurons = 4 } },
        { "graph", s_net with { Edges = SparseMatrix.Of(Ncg.Empty(2), []) } },
        { "graph", s_net with { Edges = null! } },
        { "graph", s_net with { Edges = SparseMatrix.Of(3, 3, [new Weight(1, 1, 1)]) } },
        { "outputs", s_net with { Outputs = -1 } },
        { "activation", s_net with { Activation = (ActivationFunction)77 } },
        { "activation.alpha", s_net with { Activation = Activation.LeakyRelu(float.NaN) } },
        { "activation.alpha", s_net with { Activation = new(ActivationFunction.Relu, 1) } },
        { "activation.beta", s_net with { Activation = new(ActivationFunction.Sine, 1, 1) } },
        { "activation.beta", s_net with { Activation = Activation.Clip(1, 0) } },
        { "activation", s_net with { Activation = Activation.Softmax } },
        { "neuronActivations", s_net with { NeuronActivations = new Activation[2] } },
        { "activation[1]", s_net with { NeuronActivations = new[] { Activation.SquaredRelu, Activation.LogSoftmax, Activation.Relu } } },
        {
            "activation[3].beta",
            s_net with { NeuronActivations = new[] { Activation.Relu, Activation.Relu6, Activation.Elu(1) with { Beta = float.NaN } } }
        },
        { "outputActivation", s_net with { OutputActivation = (ActivationFunction)(-1) } },
        { "outputActivation.alpha", s_net with { OutputActivation = Activation.Sine(float.PositiveInfinity) } },
        { "outputActivation", Example.Rich with { OutputActivation = Activation.Softmax } },
        { "outputGroups[0]", s_net with { OutputGroups = new OutputGroup[] { null! } } },
        { "outputGroups[0].name", s_net with { OutputGroups = new[] { new OutputGroup(null!, 0, 2, Activation.Relu) } } },
        { "outputGroups[0].first", s_net with { OutputGroups = new[] { new OutputGroup("a", 1, 1, Activation.Relu) } } },
        { "outputGroups[0].count", s_net with { OutputGroups = new[] { new OutputGroup("a", 0, 3, Activation.Relu) } } },
        { "outputGroups[0].count", s_net with { OutputGroups = new[] { new OutputGroup("a", 0, 0, Activation.Relu) } } },
        { "outputGroups", s_net with { OutputGroups = new[] { new OutputGroup("a", 0, 1, Activation.Relu) } } },
        {
            "outputGroups",
            s_net with
            {
                OutputGroups = Enumerable.Range(0, 1001).Select(static i => new OutputGroup($"{i}", i, 1, Activation.Relu)).ToArray(),
            }
        },
        { "domain", s_net with { Domain = null! } },
        { "domain.minimum", s_net with { Domain = s_net.Domain with { Minimum = float.NegativeInfinity } } },
        { "domain.minimum", s_net with { Domain = s_net.Domain with { Minimum = new PerInput(new float[3]) } } },
        { "domain.minimum", Example.Rich with { Domain = Example.Rich.Domain with { Minimum = float.PositiveInfinity } } },
        { "domain.maximum", Example.Rich with { Domain = Example.Rich.Domain with { Maximum = new PerInput(new[] { -5f, 9 }) } } },
        { "domain.scale", s_net with { Domain = s_net.Domain with { Scale = new PerInput(new[] { 1f, -0f }) } } },
        { "domain.type", s_net with { Domain = s_net.Domain with { Type = (InputType)7 } } },
        { "domain.minimum", s_net with { Domain = s_net.Domain with { Minimum = float.NaN } } },
        { "domain.maximum", s_net with { Domain = s_net.Domain with { Maximum = 256 } } },
        { "domain.mean", s_net with { Domain = s_net.Domain with { Mean = float.NegativeInfinity } } },
        { "domain.scale", s_net with { Domain = s_net.Domain with { Scale = 0 } } },
        { "columns", s_net with { Columns = new[] { new InputColumn("one") } } },
        {
            "columns",
            s_net with { Inputs = 1001, Columns = Enumerable.Range(0, 1001).Select(static i => new InputColumn($"{i}")).ToArray() }
        },
        { "columns[1]", s_net with { Columns = new[] { new InputColumn("one"), null! } } },
        { "columns[0].name", s_net with { Columns = new[] { new InputColumn(null!), new InputColumn("two") } } },
        { "columns[1].name", s_net with { Columns = new[] { new InputColumn("one"), new InputColumn(new string('x', 201)) } } },
        {
            "columns[1].categories[0]",
            s_net with { Columns = new[] { new InputColumn("one"), new InputColumn("two") { Categories = new[] { "line\n" } } } }
        },
        {
            "columns[1].categories",
            s_net with { Columns = new[] { new InputColumn("one"), new InputColumn("two") { Categories = new string[10_001] } } }
        },
        { "columns[0].missing", s_net with { Columns = new[] { new InputColumn("one") { Missing = float.NaN }, new InputColumn("two") } } },
        { "labels", s_net with { Labels = new[] { "one" } } },
        { "labels[1]", s_net with { Labels = new[] { "one", null! } } },
        { "labels[0]", s_net with { Labels = new[] { "one\u2028", "two" } } },
        { "encoder", s_net with { Encoder = new DenseMatrix(1, 5, new float[5]) } },
        { "encoder", s_net with { Encoder = null! } },
        { "encoderBias", s_net with { EncoderBias = new[] { 0, 0, float.NaN } } },
        { "edgeWeights", s_net with { Edges = SparseMatrix.Of(Ncg.Dense(3), [0, 1, float.NaN]) } },
        { "decoder", s_net with { Decoder = new DenseMatrix(7, 1, new float[7]) } },
        { "encoder.weights", s_net with { Encoder = SparseMatrix.Of(3, 2, [new Weight(2, 1, float.NaN)]) } },
        { "encoderBias", s_net with { EncoderBias = default } },
        { "decoderBias", s_net with { DecoderBias = new[] { 0, float.PositiveInfinity } } },
        { "checks", s_net with { Checks = null! } },
        { "checks.inputs", s_net with { Checks = s_net.Checks with { Count = 2 } } },
        { "checks.inputs", s_net with { Checks = s_net.Checks with { Inputs = new[] { 0.5f, 1 } } } },
        { "checks.inputs", s_net with { Checks = s_net.Checks with { Inputs = new[] { 0f, 256 } } } },
        { "checks.inputs", s_net with { Checks = s_net.Checks with { Inputs = new[] { 0f, float.NaN } } } },
        { "checks.logits", s_net with { Checks = s_net.Checks with { Logits = new[] { 0, float.NaN } } } },
        { "provenance", s_net with { Provenance = null! } },
        { "provenance.dataSet", s_net with { Provenance = new() { DataSet = "\u0085" } } },
        { "provenance.epsilon", s_net with { Provenance = new() { Epsilon = double.NaN } } },
        { "provenance.epochs", s_net with { Provenance = new() { Epochs = -1 } } },
        { "provenance.testAccuracy", s_net with { Provenance = new() { TestAccuracy = 89.5 } } },
        { "provenance.budget", s_net with { Provenance = new() { Budget = -1 } } },
        { "provenance.pattern", s_net with { Provenance = new() { Pattern = new string('p', 201) } } },
        { "provenance.tool", s_net with { Provenance = new() { Tool = new string('t', 1001) } } },
    };

    [Theory]
    [MemberData(nameof(InvalidNets), DisableDiscoveryEnumeration = true)]
    public void An_invalid_network_is_refused_by_the_name_of_its_field(string field, FreeNet net)
    {
        var exception = Assert.Throws<ArgumentException>(() => FnetWriter.Write(net));

        Assert.StartsWith($"The network cannot be written; {field}: ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(InvalidNets), DisableDiscoveryEnumeration = true)]
    public void Its_first_fault_is_the_same(string field, FreeNet net)
    {
        var fault = net.Validate()!;

        Assert.Equal(field, fault.Field);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void A_network_of_more_than_4096_different_activations_is_refused()
    {
        var net = RandomNets.Create(seed: 1, inputs: 1, neurons: 4_097, outputs: 1, density: 0);
        var slopes = Enumerable.Range(0, 4_097).Select(static i => Activation.LeakyRelu(i)).ToArray();

        var most = net with { Activation = slopes[0], NeuronActivations = slopes.Take(4_096).Append(slopes[7]).ToArray() };
        Assert.Equal(most, FnetReader.Read(FnetWriter.Write(most)).Net);
        Assert.Equal("activation", (net with { Activation = slopes[0], NeuronActivations = slopes }).Validate()?.Field);
    }

    [Fact]
    public void The_networks_that_tests_make_are_valid()
    {
        Assert.Null(Example.Net.Validate());
        Assert.Null(Example.Rich.Validate());
        Assert.Null(RandomNets.Create(1, 5, 40, 3, 0.5).Validate());
    }

    [Fact]
    public void The_culture_changes_nothing()
    {
        var net = Example.Net with { Domain = Example.Net.Domain with { Mean = -1.5f }, Provenance = new() { Seed = -7, Epsilon = 1e-7 } };
        var text = FnetWriter.Write(net);
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "~";
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;

            Assert.Equal(text, FnetWriter.Write(net));
            Assert.Equal(net, FnetReader.Read(text).Net);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
