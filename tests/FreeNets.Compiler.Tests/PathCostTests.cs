using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Optimise;
using FreeNets.Compiler.Schedule;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>Estimated cycles: the counts that they rest on, and the reasons that are given with them.</summary>
public class PathCostTests
{
    [Fact]
    public void A_dense_encoder_reads_every_weight_and_is_bound_by_that()
    {
        var cost = Costs(Net(density: 1)).Single(static path => path.Isa == Isa.Avx512);
        var encoder = cost.OneSample[0];

        Assert.Equal((784 * 7, 784 * 100 * 4), (encoder.Fmas, encoder.Bytes));
        Assert.Equal(784 * Machine.FmaLatency, encoder.ChainCycles);
        Assert.Equal((Bound.Memory, encoder.ByteCycles), (encoder.Bound, encoder.Cycles));
    }

    [Fact]
    public void Skipped_inputs_cost_their_share_less()
    {
        var net = Net(density: 0.3);
        var dense = Costs(net)[0].OneSample[0];
        var skipping = Costs(net with { Provenance = new Provenance { InputDensity = 0.25 } })[0].OneSample[0];
        Assert.Equal(0.25 * dense.Bytes, skipping.Bytes, 1e-9);
    }

    [Fact]
    public void A_batch_executes_each_edge_once_a_sample_and_a_single_sample_whole_vectors()
    {
        var net = Net(density: 0.3);
        var live = MultiplyAdds.Live(net);
        Assert.All(Costs(net), path =>
        {
            Assert.Equal(2.0 * (live.Cascade + live.Decoder), path.Batch[1].Flops, 1e-6);
            Assert.InRange(path.OneSample[1].Flops, path.Batch[1].Flops, double.MaxValue);
        });
        var plan = Scheduler.Plan(net);
        Assert.Equal((plan.Floats("ColumnWeights").Length + plan.Floats("NearWeights").Length) * 2.0, Costs(net)[0].OneSample[1].Flops);
    }

    [Fact]
    public void Loops_execute_what_the_straight_line_would_and_no_more_than_its_padding()
    {
        var net = RandomNets.Create(seed: 1, inputs: 8, neurons: 1_400, outputs: 10, density: 0.0265);
        var plan = Scheduler.Plan(net);
        Assert.Equal("packed loops", plan.OneSample(1));
        Assert.All(PathCost.Of(plan), path =>
        {
            Assert.Equal(plan.Floats("ColumnWeights").Length * 2.0, path.OneSample[1].Flops);
            Assert.Equal(0, path.Statements);
        });
    }

    [Fact]
    public void A_chain_of_neurons_waits_for_each_link()
    {
        // 16 neurons in two units, each waiting for the one before it: max and multiply-add a link, and a way from unit to unit.
        var graph = Ncg.FromPredicate(16, static (target, source) => source == target - 1);
        var net = RandomNets.Create(seed: 1, inputs: 3, neurons: 16, outputs: 1, density: 0) with
        {
            Edges = SparseMatrix.Of(graph, [.. Enumerable.Repeat(1f, 15)]),
            Decoder = SparseMatrix.Of(1, 16, [new Weight(0, 15, 1)]),
        };
        const int Link = Machine.MaxLatency + Machine.FmaLatency;
        const int Way = Machine.SpreadLatency + Machine.LaneLatency;
        Assert.Equal((16 * Link) + Way + Machine.SpreadLatency, Costs(net)[0].OneSample[1].ChainCycles);
    }

    [Fact]
    public void Every_choice_comes_with_the_numbers_that_decided()
    {
        var net = Net(density: 0.3) with { Provenance = new Provenance { InputDensity = 0.5 } };
        var choices = KernelChoice.Of(Scheduler.Plan(net));

        Assert.Contains(choices, static choice => choice is
        {
            Kernel: "zero inputs skipped, whole cache lines",
            Reason: "50.00 % of the training inputs were not zero, less than 82.14 %; 313,600 bytes of weights come from the second cache",
        });
        Assert.Contains(
            choices,
            static choice => choice.Kernel == "straight line" && choice.Reason.EndsWith("at most 25,000", StringComparison.Ordinal));
        Assert.Equal(3, choices.Count(static choice => choice.What.StartsWith("encoder, batch", StringComparison.Ordinal)));
        Assert.Contains(
            choices, static choice => choice is { What: "batch", Reason: "a sample alone takes 1.40 times its share of a full block" });
    }

    [Fact]
    public void A_plan_is_explained_with_the_records_that_its_code_is_made_from()
    {
        var net = Net(density: 0.3);
        var options = new CompilerOptions("Generated", "Net", "net.fnet", "00");
        var explanation = ModelCompiler.Explain(net, options);

        Assert.Equal(ModelCompiler.Compile(net, options), explanation.Files);
        Assert.Equal(ModelCompiler.Plan(net, CodeChoices.Default), explanation.Planned);
        Assert.Equal(Optimiser.Apply(net).Passes, explanation.Planned.Passes);
    }

    private static PathCost[] Costs(FreeNet net) => PathCost.Of(Scheduler.Plan(net));

    private static FreeNet Net(double density) => RandomNets.Create(seed: 1, inputs: 784, neurons: 100, outputs: 10, density);
}
