using FreeNets.Benchmarks.Generated;
using FreeNets.Benchmarks.Peers;
using FreeNets.Benchmarks.Peers.C;
using FreeNets.Benchmarks.Timing;
using FreeNets.Compiler.Optimise;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Benchmarks.Tests;

/// <summary>Whoever is timed computes the same network.</summary>
public class PeersTests
{
    private static readonly InputDomain s_normalised = InputDomain.Bytes with { Mean = 73, Scale = 1 / 90f };

    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(0)]
    public void Everyone_computes_the_same_network(double density)
    {
        var net = RandomNets.Create(seed: 1, inputs: 21, neurons: 33, outputs: 5, density, domain: s_normalised);
        using var field = new Field(net);
        foreach (var contestant in field.All)
        {
            contestant.Verify(Pixels(net, samples: 1));
            contestant.Verify(Pixels(net, samples: 37));
        }
    }

    [SkippableTheory]
    [InlineData(40, 0.2, ActivationFunction.SquaredRelu)]
    [InlineData(130, 0.9, ActivationFunction.Relu)]
    [InlineData(350, 0.1, ActivationFunction.Relu)]
    public void Every_form_of_C_computes_the_same_network(int neurons, double density, ActivationFunction activation)
    {
        Need.Of(Requirement.Clang, Clang.Version is not null, Clang.Missing);
        var net = RandomNets.Create(seed: 2, inputs: 7, neurons, outputs: 3, density, activation, s_normalised);
        using var library = new CLibrary(FoldNormalisation.Apply(net));
        foreach (var samples in new[] { 1, 37 })
        {
            new Contestant("C, dot products", net, 0, library.Predict).Verify(Pixels(net, samples));
            new Contestant("C, zero inputs skipped", net, 0, library.PredictSkippingZeros).Verify(Pixels(net, samples));
        }
    }

    [Fact]
    public void Another_network_is_found_out()
    {
        var net = RandomNets.Create(seed: 3, inputs: 20, neurons: 30, outputs: 5, density: 0.3);
        var other = Field.Ours("other", net, GeneratedCode.Of(Variations.WithoutEdges(net)));
        Assert.Throws<InvalidOperationException>(() => other.Verify(Pixels(net, samples: 4)));
    }

    [Theory]
    [InlineData(0.1f, "0.1f")]
    [InlineData(3f, "3.0f")]
    [InlineData(-1.1754944e-38f, "-1.1754944E-38f")]
    public void Constants_of_C_read_back_as_the_same_float(float value, string text) => Assert.Equal(text, CText.Number(value));

    private static byte[] Pixels(FreeNet net, int samples) =>
        [.. RandomNets.Inputs(net, seed: samples, samples).Select(static value => (byte)value)];
}
