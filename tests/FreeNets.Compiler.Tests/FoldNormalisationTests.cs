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

    [Fact]
    public void A_network_without_normalisation_is_left_as_it_is()
    {
        var net = RandomNets.Create(seed: 1, inputs: 4, neurons: 3, outputs: 2, density: 1, domain: InputDomain.Bytes);
        Assert.Same(net, FoldNormalisation.Apply(net));
    }
}
