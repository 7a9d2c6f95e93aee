using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Generated code with a bfloat16 or float16 encoder.</summary>
public class HalfTests
{
    [Theory]
    [InlineData(Precision.BFloat16, 1, 1, 1)]
    [InlineData(Precision.BFloat16, 15, 17, 2)]
    [InlineData(Precision.BFloat16, 784, 50, 10)]
    [InlineData(Precision.Float16, 15, 17, 2)]
    [InlineData(Precision.Float16, 784, 50, 10)]
    public void Every_path_agrees_with_the_reference_on_the_rounded_network(Precision precision, int inputs, int neurons, int outputs) =>
        RoundedCode.Check(RandomNets.Create(seed: neurons, inputs, neurons, outputs, density: 0.3), precision);

    [Theory]
    [InlineData(Precision.BFloat16)]
    [InlineData(Precision.Float16)]
    public void Inputs_may_be_any_floats(Precision precision)
    {
        var domain = new InputDomain { Type = InputType.Float32, Minimum = -2, Maximum = 3, Mean = 0.5f, Scale = 1.7f };
        RoundedCode.Check(RandomNets.Create(seed: 2, inputs: 30, neurons: 40, outputs: 3, density: 0.3, domain: domain), precision);
    }
}
