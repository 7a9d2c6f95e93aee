using FreeNets.Compiler;
using FreeNets.Model;

namespace FreeNets.Tests;

public class CompilerLimitsTests
{
    private static readonly FreeNet s_net = RandomNets.Create(seed: 1, inputs: 2, neurons: 3, outputs: 2, density: 1);

    [Fact]
    public void One_activation_for_all_neurons_is_the_same_code_however_it_is_stated()
    {
        var net = s_net with { Activation = Activation.Tanh, NeuronActivations = new Activation[] { default, default, default } };

        var options = new CompilerOptions("N", "C", "c.fnet", "hash");
        Assert.Equal(ModelCompiler.Compile(s_net, options), ModelCompiler.Compile(net, options));
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
