using FreeNets.Compiler.Optimise;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>The order of neurons: only where it is better, and what the plan says about it.</summary>
public class ReorderNeuronsTests
{
    [Fact]
    public void Neurons_that_wait_for_each_other_share_a_unit()
    {
        // The last neuron of each unit of 8 feeds the first of the next one: every unit waits for the one before it.
        var net = With(
            Ncg.FromPredicate(64, static (target, source) => target % 8 == 0 && source == target - 1),
            static neuron => neuron % 8 == 0 ? 1 : 0);
        var ordered = ReorderNeurons.Apply(net);

        Assert.Equal((0, 7), (ScheduleNear(net), ScheduleNear(ordered)));
        Passes.AssertSameLogits(net, ordered);
        Assert.Matches(
            @"^depth 2, dependent chain \d+ → \d+ cycles, \d+ steps of 16 rows → \d+ units of 8 lanes$"
            + @"|^depth 2, dependent chain \d+ → \d+ cycles, \d+ → \d+ (units of 8 lanes|steps of 16 rows)$",
            ReorderNeurons.Note(net, ordered));
    }

    [Fact]
    public void Targets_of_the_same_source_share_a_unit()
    {
        // Of 4 sources, each reads into every fourth of the 64 neurons after them: 4 units a source as it stands, 1 when sorted. A chain
        // before them keeps the groups of 16 short that would run in no order but the one that they have.
        var graph =
            Ncg.FromPredicate(68, static (target, source) => source < 4 && ((target >= 4 && target % 4 == source) || target == source + 1));
        var net = With(graph, decoder: static neuron => neuron == 67 ? 1 : 0);
        var columns = ScheduleColumns(ReorderNeurons.Apply(net));

        // Units of 8 weights; one more leads to the logit.
        Assert.Equal(((4 * 8) + 1) * 8, ScheduleColumns(net));
        Assert.InRange(columns, ((4 * 2) + 1) * 8, ((4 * 4) + 1) * 8);
    }

    [Fact]
    public void A_dense_graph_has_one_order()
    {
        var net = RandomNets.Create(seed: 1, inputs: 3, neurons: 40, outputs: 2, density: 1);
        Assert.Same(net, ReorderNeurons.Apply(net));
        Assert.StartsWith("no better order found: depth 40, ", ReorderNeurons.Note(net, net), StringComparison.Ordinal);
    }

    private static int ScheduleNear(FreeNet net) => FreeNets.Compiler.Schedule.Scheduler.Plan(net).Floats("NearWeights").Length;

    private static int ScheduleColumns(FreeNet net) => FreeNets.Compiler.Schedule.Scheduler.Plan(net).Floats("ColumnWeights").Length;

    private static FreeNet With(Ncg graph, Func<int, float> decoder) =>
        RandomNets.Create(seed: 1, inputs: 3, graph.Neurons, outputs: 1, density: 0) with
        {
            Edges = SparseMatrix.Of(graph, [.. Enumerable.Range(0, graph.EdgeCount).Select(static edge => 0.1f * (1 + (edge % 7)))]),
            Decoder = new DenseMatrix(1, graph.Neurons, [.. Enumerable.Range(0, graph.Neurons).Select(decoder)]),
        };
}
