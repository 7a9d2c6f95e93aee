using FreeNets.Model;

namespace FreeNets.Import.Tests.Export;

/// <summary>Small random networks of every shape that a model file can have.</summary>
internal static class AnyNet
{
    /// <summary>Activations that an operator, or a pattern of some, has; the import finds them again.</summary>
    public static IReadOnlyList<Activation> Found { get; } =
    [
        Activation.Relu, Activation.SquaredRelu, Activation.LeakyRelu(), Activation.LeakyRelu(0.3f), Activation.Relu6,
        Activation.Clip(-1, 2.5f), Activation.Sigmoid,
        Activation.Tanh, Activation.HardSigmoid(0.3f, 0.4f), ActivationFunction.HardSwish, ActivationFunction.Silu, ActivationFunction.Gelu,
        ActivationFunction.GeluTanh, Activation.Elu(1.5f), Activation.Selu, ActivationFunction.Softplus, ActivationFunction.Softsign,
        ActivationFunction.Mish, ActivationFunction.Step, Activation.Sine(), Activation.Cosine(), Activation.Gaussian(0.7f),
        ActivationFunction.Absolute,
    ];

    /// <summary>Those that the import folds into the weights.</summary>
    public static IReadOnlyList<Activation> Folded { get; } =
        [Activation.Identity, ActivationFunction.Inverse, Activation.Sine(2.5f), Activation.Cosine(0.5f)];

    private static readonly Activation[] s_ofOutputs =
        [Activation.Identity, Activation.Softmax, Activation.LogSoftmax, Activation.Sigmoid, Activation.Tanh];

    /// <summary>A network in which every input and every neuron is read.</summary>
    /// <param name="seed">Of all its numbers.</param>
    /// <param name="activations">What neurons may have.</param>
    public static FreeNet Create(int seed, IReadOnlyList<Activation> activations)
    {
        var random = new Random(seed);
        var (inputs, neurons, outputs) = (random.Next(1, 9), random.Next(1, 25), random.Next(1, 9));
        var density = random.NextDouble();
        var edges = (
            from target in Enumerable.Range(0, neurons)
            from source in Enumerable.Range(0, target)
            where random.NextDouble() < density
            select new Weight(target, source, Number())).ToArray();
        var each = random.Next(2) == 0;
        var own = Enumerable.Range(0, neurons)
            .Select(_ => activations[each ? random.Next(activations.Count) : seed % activations.Count])
            .ToArray();
        var isMixed = own.Distinct().Count() > 1;
        var groups = outputs > 2 && random.Next(2) == 0
            ? new[]
            {
                new OutputGroup("x", 0, 2, s_ofOutputs[random.Next(5)]),
                new OutputGroup("a 'b' ü", 2, outputs - 2, s_ofOutputs[random.Next(5)]),
            }
            : [];
        return new FreeNet
        {
            Name = "any",
            Inputs = inputs,
            Neurons = neurons,
            Outputs = outputs,
            Activation = own[0],
            NeuronActivations = isMixed ? own : Array.Empty<Activation>(),
            OutputActivation = groups.Length > 0 ? Activation.Identity : s_ofOutputs[random.Next(5)],
            OutputGroups = groups,
            Domain = Domain(),
            Labels = random.Next(2) == 0
                ? Array.Empty<string>()
                : Enumerable.Range(0, outputs).Select(static output => $"\"{output}\" é").ToArray(),
            Columns = random.Next(2) == 0 ? Array.Empty<InputColumn>()
                : Enumerable.Range(0, inputs).Select(
                    static input => new InputColumn($"c{input}") { Categories = new[] { "a", "b" }, Missing = input == 0 ? null : 0.5f })
                        .ToArray(),
            Encoder = WeightMatrix.Of(neurons, inputs, Thinned(neurons, inputs)),
            EncoderBias = Numbers(neurons),
            Edges = SparseMatrix.Of(neurons, neurons, edges),
            Decoder = WeightMatrix.Of(outputs, neurons, Numbers(outputs * neurons)),
            DecoderBias = Numbers(outputs),
        };

        float Number() => (float)((0.1 + random.NextDouble()) * (random.Next(2) == 0 ? 0.6 : -0.6));

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => Number())];

        // The first row and the first column whole, so that no input is unread and no neuron without one.
        float[] Thinned(int rows, int columns)
        {
            var values = Numbers(rows * columns);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = i / columns > 0 && i % columns > 0 && random.Next(3) == 0 ? 0 : values[i];
            }

            return values;
        }

        InputDomain Domain() => random.Next(4) switch
        {
            0 => InputDomain.Bytes with { Scale = 1f / 255 },
            1 => new InputDomain { Type = InputType.Float32, Minimum = -2, Maximum = 3, Mean = 0.3f, Scale = 0.7f },
            2 => new InputDomain { Type = InputType.Float32, Mean = new PerInput(Numbers(inputs)), Scale = new PerInput(Numbers(inputs)) },
            _ => new InputDomain { Type = InputType.Float32 },
        };
    }

    /// <summary>Raw inputs that the domain holds.</summary>
    public static float[] Input(FreeNet net, Random random) =>
        [.. Enumerable.Range(0, net.Inputs).Select(i => net.Domain.Type == InputType.UInt8
        ? random.Next(256)
        : (float)Math.Clamp((4 * random.NextDouble()) - 2, net.Domain.Minimum[i], net.Domain.Maximum[i]))];
}
