using CsCheck;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>What the tests of all passes share: networks that give passes something to do, and the comparison of logits.</summary>
internal static class Passes
{
    private static readonly InputDomain s_reals = new() { Type = InputType.Float32, Minimum = -1, Maximum = 2, Mean = 0, Scale = 1 };

    /// <summary>
    /// Networks of every density over bytes or reals, without normalisation; some neurons are always off or on, some read no input, some
    /// have no logit, and some inputs have no reader.
    /// </summary>
    public static Gen<FreeNet> Nets { get; } =
        from seed in Gen.Int[0, 1 << 20]
        from inputs in Gen.Int[1, 12]
        from neurons in Gen.Int[1, 40]
        from outputs in Gen.Int[1, 4]
        from density in Gen.Double[0, 1]
        from isSquared in Gen.Bool
        from isBytes in Gen.Bool
        select Create(seed, inputs, isSquared ? Math.Min(neurons, 10) : neurons, outputs, density, isSquared, isBytes);

    /// <summary>Compares the logits of inputs from all over the domain, its corners included, in float64.</summary>
    public static void AssertSameLogits(FreeNet expected, FreeNet actual)
    {
        foreach (var input in Inputs(expected))
        {
            var (a, b) = (ReferenceEvaluator.Evaluate(expected, input), ReferenceEvaluator.Evaluate(actual, input));
            var scale = Math.Max(1, Scale(expected, input));
            Assert.All(a.Zip(b), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * scale));
        }
    }

    private static IEnumerable<float[]> Inputs(FreeNet net) =>
    [
        .. RandomNets.Inputs(net, seed: 3, count: 8).Chunk(net.Inputs),
        Enumerable.Repeat(net.Domain.Minimum.Uniform, net.Inputs).ToArray(),
        Enumerable.Repeat(net.Domain.Maximum.Uniform, net.Inputs).ToArray(),
        Enumerable.Range(0, net.Inputs).Select(input => input % 2 == 0 ? net.Domain.Minimum.Uniform : net.Domain.Maximum.Uniform).ToArray(),
    ];

    /// <summary>The largest activation: what terms that cancel in a logit may have been rounded at.</summary>
    private static double Scale(FreeNet net, float[] input) => ReferenceEvaluator.Activations(net, input).Max();

    private static FreeNet Create(int seed, int inputs, int neurons, int outputs, double density, bool isSquared, bool isBytes)
    {
        var net = RandomNets.Create(
            seed,
            inputs,
            neurons,
            outputs,
            density,
            isSquared ? Activation.SquaredRelu : Activation.Relu,
            isBytes ? InputDomain.Bytes : s_reals);
        var random = new Random(seed);
        var isRead = Flags(inputs, 0.7);
        var reads = Flags(neurons, 0.7);
        var hasLogit = Flags(neurons, 0.6);
        return net with
        {
            Encoder = net.Encoder.Map(weight => isRead[weight.Column] && reads[weight.Row] ? weight.Value : 0),
            EncoderBias = net.EncoderBias.Select(bias => bias + (float)(random.Next(3) switch { 0 => -3, 1 => 3, _ => 0 })).ToArray(),
            Decoder = net.Decoder.Map(weight => hasLogit[weight.Column] ? weight.Value : 0),
        };

        bool[] Flags(int count, double share) => Enumerable.Range(0, count).Select(_ => random.NextDouble() < share).ToArray();
    }
}
