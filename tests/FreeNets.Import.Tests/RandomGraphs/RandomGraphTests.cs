using CsCheck;
using FreeNets.Import.Tests.Interop;

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

    /// <summary>A fixed hundred of them: these are compiled.</summary>
    [Fact]
    public void Generated_code_of_random_graphs_computes_the_same()
    {
        var graphs = Enumerable.Range(0, 100).Select(static seed => (Seed: seed, Graph: new RandomGraph(seed, seed % 17))).ToArray();
        var networks = Array.ConvertAll(graphs, static graph => Import(graph.Graph));
        foreach (var ((seed, graph), network, evaluator) in graphs.Zip(networks, Evaluator.BestFamilies(networks.Select(static network => network.Net))))
        {
            Check(graph, seed, network, evaluator);
        }
    }

    private static void Check(RandomGraph graph, int seed)
    {
        var network = Import(graph);
        Check(graph, seed, network, Evaluator.Reference(network.Net));
    }

    private static void Check(RandomGraph graph, int seed, ImportedNetwork network, Evaluator evaluator)
    {
        var random = new Random(seed);
        for (var sample = 0; sample < 3; sample++)
        {
            var input = RandomGraph.Draw(random);
            var expected = graph.Outputs.DistinctBy(static output => output.Name).ToDictionary(static output => output.Name, output => output.Compute(input));
            Assert.All(expected, output => Assert.Equal(output.Value.Length, Assert.Single(network.Outputs.Single(imported => imported.Name == output.Key).Spans).Count));
            Assert.Null(Outcome.Fault(network, evaluator, new Dictionary<string, float[]> { ["x"] = input }, expected));
        }
    }

    private static ImportedNetwork Import(RandomGraph graph) => OnnxImport.Read(graph.Model, ".", "random", new ImportOptions());
}
