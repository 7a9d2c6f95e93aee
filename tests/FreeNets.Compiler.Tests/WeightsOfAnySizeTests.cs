using CsCheck;
using FreeNets.Compiler.Optimise;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>
/// Passes on networks with weights that are 0, huge, tiny or equal: bounds become infinite, and infinity times 0 or less infinity is
/// no number.
/// </summary>
public class WeightsOfAnySizeTests
{
    // Powers and repetitions, so that sums cancel and squares of squares leave float64.
    private static readonly float[] s_weights = [0, 0, 0, 1, 1, -1, 0.5f, 2, -3, 1e-30f, 1e10f, -1e10f, 1e30f, -1e30f, 3e38f, -3e38f];

    private static readonly InputDomain[] s_domains =
    [
        InputDomain.Bytes,
        new() { Type = InputType.Float32, Minimum = -1e30f, Maximum = 1e30f, Mean = 0, Scale = 1 },
        new() { Type = InputType.Float32, Minimum = 0, Maximum = float.MaxValue, Mean = 0, Scale = 1 },
        new() { Type = InputType.Float32, Minimum = 999_990, Maximum = 1_000_004, Mean = 1e6f, Scale = -0.5f },
    ];

    private static Gen<FreeNet> Nets { get; } =
        from seed in Gen.Int[0, 1 << 20]
        from inputs in Gen.Int[1, 4]
        from neurons in Gen.Int[1, 14]
        from density in Gen.Double[0, 1]
        from largest in Gen.Int[6, s_weights.Length]
        from isSquared in Gen.Bool
        from domain in Gen.Int[0, s_domains.Length - 1]
        select Create(seed, inputs, neurons, density, largest, isSquared ? Activation.SquaredRelu : Activation.Relu, s_domains[domain]);

    [Theory]
    [MemberData(nameof(PassesTests.All), MemberType = typeof(PassesTests))]
    public void No_logit_moves(string name, Func<FreeNet, FreeNet> apply)
    {
        var (changed, compared) = (0, 0);
        Nets.Sample(
            net =>
            {
                var optimised = apply(net);
                changed += ReferenceEquals(net, optimised) ? 0 : 1;
                foreach (var input in Inputs(net))
                {
                    compared += Compare(net, optimised, input);
                }
            },
            seed: "0N0XIzNsQ0O2",
            iter: 2_000,
            threads: 1);
        Assert.True(changed > 100, $"{name} did something on {changed} of 2,000 networks only.");
        Assert.True(compared > 5_000, $"{compared} logits were finite.");
    }

    [Fact]
    public void A_weight_of_zero_times_an_infinite_bound_is_zero()
    {
        var net = FnetFile.Load(Path.Combine(AppContext.BaseDirectory, "zero-edge.fnet"));
        Assert.Equal([1], ReferenceEvaluator.Evaluate(net, [1]));
        Assert.Equal([1], ReferenceEvaluator.Evaluate(Optimiser.Apply(net).Net, [1]));

        var model = GeneratedModel.Of(net);
        foreach (var input in new byte[] { 0, 1, 2, 255 })
        {
            var logits = new float[1];
            model.PredictBytes([input], logits);
            Assert.Equal([input * (float)input], logits);
        }

        Assert.True(model.SelfTest());
    }

    /// <summary>How many logits the original has a number for; they may differ by the rounding of folded weights to float32.</summary>
    private static int Compare(FreeNet net, FreeNet optimised, float[] input)
    {
        var (expected, actual, size) =
            (ReferenceEvaluator.Evaluate(net, input), ReferenceEvaluator.Evaluate(optimised, input), Size(net, input));
        var compared = 0;
        for (var output = 0; output < net.Outputs; output++)
        {
            if (double.IsFinite(expected[output]) && double.IsFinite(size[output]))
            {
                compared++;
                Assert.InRange(actual[output], expected[output] - (1e-5 * size[output]), expected[output] + (1e-5 * size[output]));
            }
        }

        return compared;
    }

    /// <summary>The logits without any sign: what terms that cancel were rounded at.</summary>
    private static double[] Size(FreeNet net, float[] input)
    {
        var (mean, scale) = (net.Domain.Mean.Uniform, net.Domain.Scale.Uniform);
        return ReferenceEvaluator.Evaluate(
            net with
            {
                Domain = net.Domain with { Mean = 0, Scale = 1 },
                Encoder = net.Encoder.Map(static weight => Math.Abs(weight.Value)),
                EncoderBias = Positive(net.EncoderBias),
                Edges = (SparseMatrix)net.Edges.Map(static weight => Math.Abs(weight.Value)),
                Decoder = net.Decoder.Map(static weight => Math.Abs(weight.Value)),
                DecoderBias = Positive(net.DecoderBias),
            },
            Array.ConvertAll(input, value => Math.Abs((value - mean) * scale)));

        static float[] Positive(EquatableArray<float> weights) => [.. weights.Select(Math.Abs)];
    }

    private static IEnumerable<float[]> Inputs(FreeNet net) =>
    [
        .. RandomNets.Inputs(net, seed: 3, count: 2).Chunk(net.Inputs),
        Enumerable.Repeat(net.Domain.Minimum.Uniform, net.Inputs).ToArray(),
        Enumerable.Repeat(net.Domain.Maximum.Uniform, net.Inputs).ToArray(),
        Enumerable.Repeat(Math.Clamp(1, net.Domain.Minimum.Uniform, net.Domain.Maximum.Uniform), net.Inputs).ToArray(),
        Enumerable.Repeat(Math.Clamp(0, net.Domain.Minimum.Uniform, net.Domain.Maximum.Uniform), net.Inputs).ToArray(),
    ];

    private static FreeNet Create(int seed, int inputs, int neurons, double density, int largest, Activation activation, InputDomain domain)
    {
        const int Outputs = 2;
        var random = new Random(seed);
        var graph = Ncg.FromPredicate(neurons, (_, _) => random.NextDouble() < density);
        return new FreeNet
        {
            Name = "any size",
            Inputs = inputs,
            Neurons = neurons,
            Outputs = Outputs,
            Activation = activation,
            Domain = domain,
            Encoder = new DenseMatrix(neurons, inputs, Weights(neurons * inputs)),
            EncoderBias = Weights(neurons),
            Edges = SparseMatrix.Of(graph, Weights(graph.EdgeCount)),
            Decoder = new DenseMatrix(Outputs, neurons, Weights(Outputs * neurons)),
            DecoderBias = Weights(Outputs),
        };

        float[] Weights(int count) => [.. Enumerable.Range(0, count).Select(_ => s_weights[random.Next(largest)])];
    }
}
