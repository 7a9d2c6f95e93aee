using FreeNets.Compiler.Optimise;
using FreeNets.Compiler.Schedule;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>What the scheduler decides, where the decision is more than its effect on speed.</summary>
public class ScheduleTests
{
    [Fact]
    public void Chunks_without_an_edge_are_neither_stored_nor_executed()
    {
        // One neuron feeds neuron 40 only, which is in another unit; no decoder weight but that of neuron 40.
        var net = RandomNets.Create(seed: 1, inputs: 3, neurons: 41, outputs: 1, density: 0) with
        {
            Edges = SparseMatrix.Of(41, 41, [new Weight(40, 0, 1)]),
            Decoder = SparseMatrix.Of(1, 41, [new Weight(0, 40, 1)]),
        };
        var plan = Scheduler.Plan(net);

        Assert.Equal(2 * 8, plan.Floats("ColumnWeights").Length);
        Assert.Empty(plan.Floats("NearWeights"));
        Assert.Equal(2, plan.Floats("EdgeWeights").Length);
        Assert.All(plan.VectorPaths, static path => Assert.Equal((2, 2), (path.OneSample[1].Statements, path.Block[1].Statements)));
    }

    [Fact]
    public void Edges_inside_a_unit_of_neurons_are_scalars()
    {
        // Neurons 0 to 7 are a unit: of the edges 1 → 2, 1 → 7 and 1 → 8 the last one leaves it.
        var net = RandomNets.Create(seed: 1, inputs: 3, neurons: 9, outputs: 1, density: 0) with
        {
            Edges = SparseMatrix.Of(9, 9, [new Weight(2, 1, 2), new Weight(7, 1, 3), new Weight(8, 1, 4)]),
            Decoder = SparseMatrix.Of(1, 9, []),
        };
        var plan = Scheduler.Plan(net);

        Assert.Equal([2f, 3f], plan.Floats("NearWeights"));
        Assert.Equal([4f, 0, 0, 0, 0, 0, 0, 0], plan.Floats("ColumnWeights"));
        Assert.All(plan.VectorPaths, static path =>
        {
            var cost = path.OneSample[1].Cost;
            Assert.Equal((1, 2, 3), (cost.Fmas, cost.Scalars, path.OneSample[1].Statements));
        });
    }

    [Fact]
    public void Narrow_networks_get_partial_sums_and_wide_ones_do_not()
    {
        Assert.Equal(1, Plan(neurons: 100).Encoder().PartialSums);
        Assert.Equal(4, Plan(neurons: 30).Encoder().PartialSums);
        Assert.Equal(8, Plan(neurons: 1).Encoder().PartialSums);
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0.9, false)]
    [InlineData(null, false)]
    public void Zero_inputs_are_skipped_where_training_data_had_enough_of_them(double? density, bool isSkipping)
    {
        var net = RandomNets.Create(seed: 1, inputs: 20, neurons: 100, outputs: 10, density: 1);
        var plan = Scheduler.Plan(net with { Provenance = new Provenance { InputDensity = density } });
        Assert.Equal(isSkipping, plan.OneSample(0) == "zero inputs skipped");
    }

    [Fact]
    public void Plans_of_equal_networks_are_equal()
    {
        Assert.Equal(Plan(neurons: 20), Plan(neurons: 20));
        Assert.NotEqual(Plan(neurons: 20), Plan(neurons: 21));
    }

    [Fact]
    public void Small_graphs_are_straight_lines_and_large_ones_loops()
    {
        Assert.Equal("straight line", Plan(neurons: 200).OneSample(1));
        var plan = Plan(neurons: 350);
        Assert.Equal("packed loops", plan.OneSample(1));
        Assert.All(plan.Paths, static path => Assert.All(path.Kernels, static kernel => Assert.Equal(0, kernel.Statements)));
    }

    [Fact]
    public void Networks_beyond_the_stack_are_refused_with_the_reason()
    {
        Assert.Null(CompilerLimits.Check(RandomNets.Create(seed: 1, inputs: 1, neurons: 4_000, outputs: 96, density: 0)));
        Assert.Contains(
            "4,100 neurons", CompilerLimits.Check(RandomNets.Create(seed: 1, inputs: 1, neurons: 4_090, outputs: 10, density: 0)),
            StringComparison.Ordinal);
    }

    private static Plan Plan(int neurons) =>
        Scheduler.Plan(Optimiser.Apply(RandomNets.Create(seed: 1, inputs: 20, neurons, outputs: 10, density: 0.5)).Net);
}
