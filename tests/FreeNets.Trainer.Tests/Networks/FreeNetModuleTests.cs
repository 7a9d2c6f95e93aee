using FreeNets.Model;
using FreeNets.Tests;
using FreeNets.Trainer.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Tests.Networks;

public sealed class FreeNetModuleTests
{
    public static TheoryData<int, int, int, int, double, ActivationFunction> Shapes()
    {
        var data = new TheoryData<int, int, int, int, double, ActivationFunction>();
        foreach (var activation in new[] { ActivationFunction.Relu, ActivationFunction.SquaredRelu })
        {
            data.Add(1, 1, 1, 1, 1, activation);
            data.Add(2, 3, 2, 4, 0, activation);
            data.Add(3, 7, 12, 3, 0.3, activation);
            data.Add(4, 5, 25, 2, 0.7, activation);
            data.Add(5, 9, 17, 10, 1, activation);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradients_are_those_of_finite_differences(
        int seed, int inputs, int neurons, int outputs, double density, ActivationFunction activation)
    {
        var net = RandomNets.Create(seed, inputs, neurons, outputs, density, activation);
        using var module = ModuleWithStaleWeights(net, ScalarType.Float64);
        using var input = tensor(RandomNets.Inputs(net, seed, 6)).view(6, inputs);
        using var generator = new Generator(7);
        using var weightOfLogit = rand(6, outputs, ScalarType.Float64, generator: generator);

        Loss().backward();

        foreach (var parameter in Parameters(module))
        {
            AssertGradient(parameter, () => Loss().item<double>());
        }

        Tensor Loss() => (module.forward(input) * weightOfLogit).sum();
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Logits_and_activations_are_those_of_the_reference(
        int seed, int inputs, int neurons, int outputs, double density, ActivationFunction activation)
    {
        var net = RandomNets.Create(seed, inputs, neurons, outputs, density, activation);
        var raw = RandomNets.Inputs(net, seed + 1, 9);
        using var untracked = no_grad();
        using var module = ModuleWithStaleWeights(net, ScalarType.Float32);
        using var logits = module.forward(tensor(raw).view(9, inputs));
        using var h = module.Activations(tensor(raw).view(9, inputs));

        for (var n = 0; n < 9; n++)
        {
            var sample = raw[(n * inputs)..((n + 1) * inputs)];
            AssertClose(ReferenceEvaluator.Evaluate(net, sample), logits[n]);
            AssertClose(ReferenceEvaluator.Activations(net, sample), h.select(1, n));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Kernels_give_the_gradients_of_plain_operations(
        int seed, int inputs, int neurons, int outputs, double density, ActivationFunction activation)
    {
        // Larger than the shapes of finite differences: more than one vector, and a rest.
        var net = RandomNets.Create(seed, inputs, 5 * neurons, outputs, density, activation);
        using var plain = ModuleWithStaleWeights(net, ScalarType.Float32);
        using var module = ModuleWithStaleWeights(net, ScalarType.Float32);
        plain.IsPlain = true;
        using var input = tensor(RandomNets.Inputs(net, seed, 77)).view(77, inputs);

        plain.forward(input).sin().sum().backward();
        module.forward(input).sin().sum().backward();

        foreach (var (expected, actual) in Parameters(plain).Zip(Parameters(module)).Where(static pair => pair.First.grad is not null))
        {
            var size = Math.Max(1, expected.grad!.abs().max().item<float>());
            Assert.True(allclose(actual.grad!, expected.grad!, 0, 1e-4 * size));
        }
    }

    [Fact]
    public void A_network_survives_the_way_into_a_module_and_back()
    {
        var net = RandomNets.Create(11, 6, 20, 3, 0.4, Activation.SquaredRelu) with { Labels = new[] { "a", "b", "c" } };
        using var module = FreeNetModule.FromFreeNet(net);

        Assert.Equal(net with { Checks = new CheckVectors() }, module.ToFreeNet(net.Name, net.Labels));
    }

    [Fact]
    public void Bytes_and_floats_give_the_same_logits()
    {
        var net = RandomNets.Create(12, 6, 5, 3, 1);
        using var module = FreeNetModule.FromFreeNet(net);
        using var bytes = tensor(new byte[] { 0, 1, 17, 128, 254, 255 }).view(1, 6);

        Assert.True(module.forward(bytes).equal(module.forward(bytes.to_type(ScalarType.Float32))).all().item<bool>());
        Assert.Equal(new byte[] { 0, 1, 17, 128, 254, 255 }, bytes.data<byte>().ToArray());
    }

    [Fact]
    public void New_weights_are_bounded_as_Xavier_says_and_come_from_the_generator_alone()
    {
        using var first = New(seed: 5);
        using var same = New(seed: 5);
        using var other = New(seed: 6);

        AssertBound(Math.Sqrt(6.0 / (40 + 30)), first.Encoder);
        AssertBound(Math.Sqrt(6.0 / (30 + 30)), first.Cascade);
        AssertBound(Math.Sqrt(6.0 / (30 + 20)), first.Decoder);
        AssertBound(0.1, first.EncoderBias);
        AssertBound(0.1, first.DecoderBias);
        Assert.Equal(Ncg.Dense(30), first.Graph);
        Assert.Equal(first.ToFreeNet("a", []), same.ToFreeNet("a", []));
        Assert.NotEqual(first.ToFreeNet("a", []), other.ToFreeNet("a", []));

        static FreeNetModule New(ulong seed)
        {
            using var generator = new Generator(seed);
            return new FreeNetModule(new Architecture(40, 30, 20, Activation.Relu, Architecture.UnitBytes), generator);
        }

        static void AssertBound(double bound, Parameter weights) =>
            Assert.InRange(weights.abs().max().item<float>(), 0.8 * bound, bound);
    }

    /// <summary>The network as a module in which absent edges have weights too, as pruned edges do: nothing may read them.</summary>
    private static FreeNetModule ModuleWithStaleWeights(FreeNet net, ScalarType type)
    {
        using var untracked = no_grad();
        var module = FreeNetModule.FromFreeNet(net, type);
        module.Cascade.add_((1 - module.Mask) * 0.7);
        return module;
    }

    private static Parameter[] Parameters(FreeNetModule module) =>
        [module.Encoder, module.EncoderBias, module.Cascade, module.Decoder, module.DecoderBias];

    private static void AssertGradient(Parameter parameter, Func<double> loss)
    {
        const double Step = 1e-6;
        // A cascade without edges is skipped, and has none.
        var gradient = parameter.grad?.data<double>().ToArray() ?? new double[parameter.numel()];
        using var untracked = no_grad();
        using var flat = parameter.view(-1);
        for (var i = 0L; i < gradient.Length; i++)
        {
            var value = flat[i].item<double>();
            flat[i] = tensor(value + Step);
            var above = loss();
            flat[i] = tensor(value - Step);
            var below = loss();
            flat[i] = tensor(value);
            Assert.Equal((above - below) / (2 * Step), gradient[i], 1e-6 * Math.Max(1, Math.Abs(gradient[i])));
        }
    }

    private static void AssertClose(double[] expected, Tensor actual)
    {
        var values = actual.contiguous().data<float>().ToArray();
        var size = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], values[i], 1e-5 * Math.Max(size, 1e-3));
        }
    }
}
