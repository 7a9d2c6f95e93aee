using FreeNets.Compiler;
using FreeNets.Model;

namespace FreeNets.Tests;

public class CompilerLimitsTests
{
    private static readonly FreeNet s_net = RandomNets.Create(seed: 1, inputs: 2, neurons: 3, outputs: 2, density: 1);

    public static TheoryData<string, FreeNet> Unsupported { get; } = new()
    {
        { "Neuron 2 has the activation SquaredRelu and neuron 0 has Relu;", s_net with { NeuronActivations = new[] { Activation.Relu, Activation.Relu, Activation.SquaredRelu } } },
        { "activation LeakyRelu(0.01);", s_net with { Activation = Activation.LeakyRelu() } },
        { "activation Tanh;", s_net with { NeuronActivations = new[] { Activation.Tanh, Activation.Tanh, Activation.Tanh } } },
        { "activation Softmax (outputActivation);", s_net with { OutputActivation = Activation.Softmax } },
        { "in 1 groups (outputGroups);", s_net with { OutputGroups = new[] { new OutputGroup("all", 0, 2, Activation.Identity) } } },
        { "normalisation of their own (domain);", s_net with { Domain = s_net.Domain with { Mean = new PerInput(new[] { 0f, 1 }) } } },
        { "normalisation of their own (domain);", s_net with { Domain = s_net.Domain with { Maximum = new PerInput(new[] { 1f, 255 }) }, Checks = new() } },
        { "no smallest or largest value (domain.minimum, domain.maximum);", s_net with { Domain = new InputDomain { Type = InputType.Float32, Minimum = 0 } } },
    };

    [Theory]
    [MemberData(nameof(Unsupported), DisableDiscoveryEnumeration = true)]
    public void What_there_is_no_kernel_for_is_refused_in_one_sentence(string reason, FreeNet net)
    {
        Assert.Null(net.Validate());
        var sentence = CompilerLimits.Check(net)!;

        Assert.Contains(reason, sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        Assert.Equal(sentence, CompilerLimits.CheckKind(net));
        Assert.Contains(sentence, Assert.Throws<ArgumentException>(() => ModelCompiler.Plan(net, CodeChoices.Default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_activation_for_all_neurons_is_supported_however_it_is_stated()
    {
        var net = s_net with { Activation = Activation.Tanh, NeuronActivations = new Activation[] { default, default, default } };

        Assert.Null(CompilerLimits.Check(s_net));
        Assert.Null(CompilerLimits.Check(net));
        var options = new CompilerOptions("N", "C", "c.fnet", "hash");
        Assert.Equal(ModelCompiler.Compile(s_net, options), ModelCompiler.Compile(net, options));
        Assert.NotNull(CompilerLimits.Check(s_net with { Activation = Activation.Tanh }));
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Int8)]
    [InlineData(Precision.Float16)]
    public void How_the_file_stores_a_matrix_changes_no_code(Precision precision)
    {
        var dense = RandomNets.Create(seed: 2, inputs: 40, neurons: 20, outputs: 3, density: 0.5);
        dense = dense with { Encoder = dense.Encoder.Map(static weight => (weight.Row + weight.Column) % 3 == 0 ? weight.Value : 0) };
        var sparse = dense with
        {
            Encoder = WeightMatrix.Of(20, 40, dense.Encoder.ToDense()),
            Decoder = SparseMatrix.Of(3, 20, dense.Decoder.NonZero()),
        };
        var options = new CompilerOptions("N", "C", "c.fnet", "hash") { Choices = CodeChoices.Default with { Precision = precision } };

        Assert.IsType<SparseMatrix>(sparse.Encoder);
        Assert.Equal(ModelCompiler.Compile(dense, options), ModelCompiler.Compile(sparse, options));
    }

    [Fact]
    public void An_invalid_network_is_refused_by_the_name_of_its_field()
    {
        var net = s_net with { EncoderBias = new[] { 0, float.NaN, 0 } };

        var message = Assert.Throws<ArgumentException>(() => ModelCompiler.Plan(net, CodeChoices.Default)).Message;
        Assert.StartsWith("The network cannot be compiled; encoderBias: Value 1 is NaN", message, StringComparison.Ordinal);
    }
}
