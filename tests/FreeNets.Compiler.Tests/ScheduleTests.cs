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

        Assert.Equal(2 * 8, plan.Weights.Columns.Count);
        Assert.Empty(plan.Weights.Near);
        Assert.Equal(2, plan.Weights.Edges.Count);
        Assert.All(plan.Paths, static path =>
        {
            var steps = path.Columns.SelectMany(static method => method.Steps).ToArray();
            Assert.Equal([0, 40], steps.Select(static step => step.Source));
            Assert.All(steps, static step => Assert.Single(step.Targets));
        });
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

        Assert.Equal([2f, 3f], plan.Weights.Near);
        Assert.Equal([4f, 0, 0, 0, 0, 0, 0, 0], plan.Weights.Columns);
        Assert.All(plan.Paths, static path =>
        {
            var step = Assert.Single(path.Columns.SelectMany(static method => method.Steps));
            Assert.Equal([2, 7], step.Near.Select(static near => near.Target));
            Assert.Equal([8 / path.Shape.Narrow.Lanes], step.Targets.Select(static target => target.Chunk));
        });
    }

    [Fact]
    public void Narrow_networks_get_partial_sums_and_wide_ones_do_not()
    {
        Assert.Equal(1, Plan(neurons: 100).EncoderSums);
        Assert.Equal(4, Plan(neurons: 30).EncoderSums);
        Assert.Equal(8, Plan(neurons: 1).EncoderSums);
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0.9, false)]
    [InlineData(null, false)]
    public void Zero_inputs_are_skipped_where_training_data_had_enough_of_them(double? density, bool isSkipping)
    {
        var net = RandomNets.Create(seed: 1, inputs: 20, neurons: 100, outputs: 10, density: 1);
        var plan = Scheduler.Plan(net with { Provenance = new Provenance { InputDensity = density } });
        Assert.Equal(isSkipping, plan.SkipZeroInputs);
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
        Assert.Null(Plan(neurons: 200).Loops);
        var plan = Plan(neurons: 350);
        Assert.NotNull(plan.Loops);
        Assert.All(plan.Paths, static path => Assert.Equal((0, 0), (path.Columns.Count, path.Rows.Count)));
    }

    [Fact]
    public void Networks_beyond_the_stack_are_refused_with_the_reason()
    {
        Assert.Null(CompilerLimits.Check(RandomNets.Create(seed: 1, inputs: 1, neurons: 4_000, outputs: 96, density: 0)));
        Assert.Contains("4,100 neurons", CompilerLimits.Check(RandomNets.Create(seed: 1, inputs: 1, neurons: 4_090, outputs: 10, density: 0)), StringComparison.Ordinal);
    }

    private static Plan Plan(int neurons) =>
        Scheduler.Plan(Optimiser.Apply(RandomNets.Create(seed: 1, inputs: 20, neurons, outputs: 10, density: 0.5)).Net);
}
