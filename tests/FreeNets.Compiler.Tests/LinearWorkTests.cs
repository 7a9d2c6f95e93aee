using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>
/// Nothing in the compiler is slower than linear in edges, seen from what it allocates and writes, which does not depend on the machine:
/// four times the edges are at most six times the work, zeros between few edges included, where a quadratic step would be sixteen times.
/// </summary>
public class LinearWorkTests
{
    private const int Most = 6;

    [Theory]
    [InlineData(100, 0.2, 100, 0.8)] // straight line
    [InlineData(600, 0.2, 600, 0.8)] // blocks
    [InlineData(600, 0.3, 1_200, 0.3)] // the same, more neurons
    [InlineData(250, 0.02, 1_000, 0.005)] // straight line, as many edges a neuron
    [InlineData(1_400, 0.0265, 2_800, 0.0265)] // packed loops
    public void Four_times_the_edges_are_four_times_the_work(int neurons, double density, int moreNeurons, double moreDensity)
    {
        var (few, many) = (Net(neurons, density), Net(moreNeurons, moreDensity));
        Assert.InRange(many.Graph.EdgeCount / (double)few.Graph.EdgeCount, 3.8, 4.2);

        // The first run fills what is filled once.
        Work(few);
        var (before, after) = (Work(few), Work(many));
        Assert.InRange(after.Allocated, 0, Most * before.Allocated);
        Assert.InRange(after.Characters, 0, Most * before.Characters);
    }

    private static (long Allocated, long Characters) Work(FreeNet net)
    {
        var start = GC.GetAllocatedBytesForCurrentThread();
        var explanation = ModelCompiler.Explain(net, new CompilerOptions("Generated", "Net", "net.fnet", "00"));
        return (GC.GetAllocatedBytesForCurrentThread() - start, explanation.Files.Sum(static file => (long)file.Text.Length));
    }

    // One input and no check vectors: nothing but the graph grows.
    private static FreeNet Net(int neurons, double density) =>
        RandomNets.Create(seed: 1, inputs: 1, neurons, outputs: 1, density) with { Checks = new CheckVectors() };
}
