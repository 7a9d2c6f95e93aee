using CsCheck;
using FreeNets.Model;

namespace FreeNets.Import.Tests.RandomGraphs;

public sealed class RandomGraphTests
{
    /// <summary>Hundreds of graphs of up to 16 nodes more than their outputs need, with all operators that move or sum.</summary>
    [Fact]
    public void Random_graphs_compute_what_an_interpreter_of_their_own_computes() =>
        Gen.Select(Gen.Int, Gen.Int[0, 16]).Sample(static (seed, steps) => Check(new RandomGraph(seed, steps), seed), iter: 400);

    /// <summary>GELU by tanh, of what a ReLU leaves: its third power is a product with a square that is one neuron.</summary>
    [Fact]
    public void A_gate_of_a_rectified_value_is_found() => Check(new RandomGraph(9, 11), 9);

    private static void Check(RandomGraph graph, int seed)
    {
        var network = OnnxImport.Read(graph.Model, ".", "random", new ImportOptions());
        var random = new Random(seed);
        for (var sample = 0; sample < 3; sample++)
        {
            var input = RandomGraph.Draw(random);
            var computed = ReferenceEvaluator.Outputs(network.Net, input);
            foreach (var output in graph.Outputs.DistinctBy(static output => output.Name))
            {
                var span = Assert.Single(network.Outputs.Single(imported => imported.Name == output.Name).Spans);
                var expected = output.Compute(input);
                Assert.Equal(expected.Length, span.Count);
                var tolerance = 1e-5 * Math.Max(1, expected.Max(Math.Abs));
                Assert.All(expected, (value, i) => Assert.InRange(computed[span.First + i], value - tolerance, value + tolerance));
            }
        }
    }
}
