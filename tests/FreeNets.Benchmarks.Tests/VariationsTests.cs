using FreeNets.Benchmarks.Generated;
using FreeNets.Benchmarks.Limits;
using FreeNets.Compiler.Optimise;
using FreeNets.Tests;

namespace FreeNets.Benchmarks.Tests;

public class VariationsTests
{
    [Fact]
    public void All_edges_keep_the_weights_that_were_there()
    {
        var net = RandomNets.Create(seed: 1, inputs: 8, neurons: 20, outputs: 3, density: 0.3);
        var dense = Variations.WithAllEdges(net);
        Assert.Equal(20 * 19 / 2, dense.Edges.Count);
        Assert.All(net.Edges.Entries(), edge => Assert.Equal(edge.Value, dense.Edges[edge.Row, edge.Column]));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    public void A_thin_decoder_keeps_every_neuron_and_edge(double density)
    {
        var net = Variations.WithThinDecoder(RandomNets.Create(seed: 1, inputs: 16, neurons: 100, outputs: 1, density));
        var optimised = Optimiser.Apply(net).Net;
        Assert.Equal((100, net.Graph.EdgeCount), (optimised.Neurons, optimised.Graph.EdgeCount));
    }

    [Fact]
    public void Generated_code_has_a_cascade_that_can_be_timed_alone()
    {
        var code = GeneratedCode.Of(RandomNets.Create(seed: 2, inputs: 8, neurons: 12, outputs: 2, density: 0.5));
        Assert.NotEmpty(code.Cascade(MachineLimits.Isa));
    }
}
