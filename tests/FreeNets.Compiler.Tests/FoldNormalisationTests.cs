using FreeNets.Compiler.Optimise;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

public class FoldNormalisationTests
{
    private static readonly InputDomain s_domain =
        new() { Type = InputType.UInt8, Minimum = 0, Maximum = 255, Mean = 72.9f, Scale = 1 / 90f };

    [Fact]
    public void Folding_leaves_no_normalisation_and_the_same_logits()
    {
        var net = RandomNets.Create(seed: 1, inputs: 40, neurons: 30, outputs: 5, density: 0.5, domain: s_domain);
        var folded = FoldNormalisation.Apply(net);

        Assert.Equal((0f, 1f), (folded.Domain.Mean.Uniform, folded.Domain.Scale.Uniform));
        var input = RandomNets.Inputs(net, seed: 2, count: 1);
        var (expected, actual) = (ReferenceEvaluator.Evaluate(net, input), ReferenceEvaluator.Evaluate(folded, input));
        Assert.All(expected.Zip(actual), static pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    /// <summary>mean, scale, inputs, neurons: each a kernel of its own.</summary>
    public static TheoryData<float, float, int, int> FarMeans => new()
    {
        { 101_325, 0.1f, 12, 20 },
        { 1e6f, 1, 12, 20 },
        { -1e6f, 1, 200, 100 }, // streams
        { 1e6f, 1, 5, 300 }, // packed loops
        { 0, 1e-38f, 12, 20 }, // weights below the normal numbers
    };

    [Theory]
    [MemberData(nameof(FarMeans))]
    public void A_mean_far_from_zero_is_subtracted_first(float mean, float scale, int inputs, int neurons)
    {
        var net = Far(mean, scale, inputs, neurons);
        GeneratedCodeTests.Check(net);
        Assert.Same(net, FoldNormalisation.Apply(net));
        Assert.Contains(
            GeneratedModel.Sources(net),
            static text => text.Contains("inputs are normalised while they are read", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Precision.BFloat16)]
    [InlineData(Precision.Float16)]
    public void A_mean_far_from_zero_is_subtracted_before_16_bit_weights(Precision precision) =>
        RoundedCode.Check(Far(101_325, 0.1f, 13, 20), precision);

    [Fact]
    public void Zeros_that_do_not_stay_zero_are_not_skipped()
    {
        var net = Far(1e6f, 1, 100, 100);
        net = net with { Domain = net.Domain with { Minimum = 0 }, Provenance = new Provenance { InputDensity = 0.1 } };
        Assert.DoesNotContain(GeneratedModel.Sources(net), static text => text.Contains("NonZero.Find", StringComparison.Ordinal));
        GeneratedCodeTests.Check(net);
    }

    [Fact]
    public void Bytes_are_folded_where_their_sums_are_exact()
    {
        var domain = InputDomain.Bytes with { Mean = 128, Scale = 1 };
        var net = RandomNets.Create(seed: 1, inputs: 784, neurons: 20, outputs: 3, density: 0.4, domain: domain);
        GeneratedCodeTests.Check(net);
        Assert.Same(net, FoldNormalisation.Apply(net));
        var exact = FoldNormalisation.Apply(net, always: true);
        Assert.Equal((0f, 1f), (exact.Domain.Mean, exact.Domain.Scale));
        RoundedCode.Check(net, Precision.Int8);
    }

    [Fact]
    public void An_unused_input_never_matters_where_a_mean_is_subtracted()
    {
        var net = Far(1e6f, 1, 12, 20);
        net = net with { Encoder = net.Encoder.Map(static weight => weight.Column == 3 ? 0 : weight.Value), Checks = new CheckVectors() };
        var model = GeneratedModel.Of(net);
        var input = RandomNets.Inputs(net, seed: 1, count: 1);
        var (expected, logits) = (new float[3], new float[3]);
        model.PredictFloats(input, expected);
        input[3] = float.NaN;
        model.PredictFloats(input, logits);
        Assert.Equal(expected, logits);
    }

    private static FreeNet Far(float mean, float scale, int inputs, int neurons) => RandomNets.Create(
        seed: 1, inputs, neurons, outputs: 3, density: neurons > 200 ? 0.6 : 0.3, domain: new InputDomain
        {
            Type = InputType.Float32,
            Minimum = mean - (3 / scale),
            Maximum = mean + (3 / scale),
            Mean = mean,
            Scale = scale,
        });

    [Fact]
    public void A_network_without_normalisation_is_left_as_it_is()
    {
        var net = RandomNets.Create(seed: 1, inputs: 4, neurons: 3, outputs: 2, density: 1, domain: InputDomain.Bytes);
        Assert.Same(net, FoldNormalisation.Apply(net));
    }
}
