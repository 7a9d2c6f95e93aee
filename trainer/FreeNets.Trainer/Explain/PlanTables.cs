using FreeNets.Compiler;
using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;
using FreeNets.Model;

namespace FreeNets.Trainer.Explain;

/// <summary>The compiler's plan as tables. Every number is the compiler's own.</summary>
internal static class PlanTables
{
    // Rows that a screen has room for; deeper graphs get several levels a row.
    private const int MaxLevelRows = 16;

    /// <summary>What is explained, in a line.</summary>
    public static string Lead(FreeNet net)
    {
        var parts = new[]
        {
            $"{net.Inputs:N0} inputs, {net.Neurons:N0} neurons ({string.Join(", ", NeuronActivations.Of(net).Distinct.Select(NameOf))}), "
                + $"{net.Outputs:N0} outputs",
            $"{net.Edges.Count:N0} of {Ncg.MaxEdgesOf(net.Neurons):N0} edges",
            net.Provenance.TestAccuracy is { } accuracy ? $"{100 * accuracy:F2} % of {net.Provenance.DataSet ?? "its data"} right" : null,
        };
        return string.Join("; ", parts.OfType<string>());
    }

    private static string NameOf(Activation activation) => activation.Function switch
    {
        ActivationFunction.Relu => "ReLU",
        ActivationFunction.SquaredRelu => "squared ReLU",
        _ => $"{activation}",
    };

    /// <summary>All tables, in the order in which the compiler works.</summary>
    public static IReadOnlyList<PlanTable> All(Explanation plan) =>
        [Passes(plan), Levels(plan.Planned.Plan.Net.Graph), Kernels(plan), Flops(plan), Stages(plan), Code(plan)];

    private static PlanTable Passes(Explanation plan) => new(
        "passes",
        "Passes",
        "What the optimiser did before anything was scheduled. All passes are exact on every input of the declared domain.",
        ["pass", "what came of it"],
        [.. plan.Planned.Passes.Select(static pass => new[] { pass.Name, pass.Summary })]);

    private static PlanTable Levels(Ncg graph)
    {
        var widths = Compiler.Optimise.Levels.Widths(graph);
        var each = (widths.Length + MaxLevelRows - 1) / MaxLevelRows;
        return new(
            "levels",
            $"Levels of the graph: {widths.Length:N0}, at most {widths.Max():N0} neurons wide",
            "A neuron's level is the longest path to it, in edges. Neurons of one level do not wait for each other.",
            [each == 1 ? "level" : "levels", "neurons"],
            [
                .. widths.Chunk(each).Select((some, row) => new[]
                {
                    some.Length == 1 ? $"{row * each}" : $"{row * each}–{(row * each) + some.Length - 1}",
                    string.Join(", ", some),
                }),
            ]);
    }

    private static PlanTable Kernels(Explanation plan) => new(
        "kernels",
        "Kernels, and why these",
        "",
        ["for", "chosen", "because"],
        [.. plan.Choices.Select(static choice => new[] { choice.What, choice.Kernel, choice.Reason })]);

    private static PlanTable Flops(Explanation plan)
    {
        var source = plan.Planned.Source;
        var (dense, live, left) = (MultiplyAdds.Dense(source), MultiplyAdds.Live(source), MultiplyAdds.Live(plan.Planned.Plan.Net));
        var (one, batch) = (plan.Paths[0].OneSample, plan.Paths[0].Batch);
        return new(
            "flops",
            "FLOPs of a sample",
            "Dense: every weight and edge there could be. Live: those there are. Executed: with the lanes of vectors that have no "
                + $"weight, in {plan.Paths[0].Isa}.",
            ["stage", "#dense", "#live", "#after passes", "#executed, one sample", "#executed, batch"],
            [
                Row("encoder", 2 * dense.Encoder, 2 * live.Encoder, 2 * left.Encoder, one[0].Flops, batch[0].Flops),
                Row("cascade and decoder", Rest(dense), Rest(live), Rest(left), one[1].Flops, batch[1].Flops),
                Row(
                    "all", dense.Flops, live.Flops, left.Flops, one.Sum(static stage => stage.Flops),
                    batch.Sum(static stage => stage.Flops)),
            ]);

        static long Rest(MultiplyAdds count) => 2 * (count.Cascade + count.Decoder);

        static string[] Row(string name, params double[] values) => [name, .. values.Select(static value => $"{value:N0}")];
    }

    private static PlanTable Stages(Explanation plan)
    {
        var rows = new List<string[]>();
        foreach (var path in plan.Paths)
        {
            Add($"{path.Isa}, one sample", path.OneSample);
            Add($"{path.Isa}, a sample of a batch", path.Batch);
        }

        return new(
            "stages",
            "Estimated cycles of a sample",
            $"The largest of: vector multiply-adds at {Machine.FmasPerCycle} a cycle; bytes at {Machine.BytesPerCycle} a cycle; the "
                + "dependent chain. A floor, for weights in the second-level cache: calls, conversions and transpositions come on top.",
            ["path", "stage", "#multiply-adds", "#bytes", "#arithmetic", "#memory", "#latency", "#cycles", "bound by"],
            rows);

        void Add(string name, EquatableArray<StageCost> stages)
        {
            foreach (var stage in stages)
            {
                rows.Add([
                    name, stage.Name, $"{stage.Fmas:N0}", $"{stage.Bytes:N0}", $"{stage.FmaCycles:N0}", $"{stage.ByteCycles:N0}",
                    $"{stage.ChainCycles:N0}", $"{stage.Cycles:N0}", BoundName(stage.Bound),
                ]);
                name = "";
            }

            rows.Add(["", "all", "", "", "", "", "", $"{stages.Sum(static stage => stage.Cycles):N0}", ""]);
        }
    }

    private static PlanTable Code(Explanation plan) => new(
        "code",
        $"Generated code: {plan.Planned.Plan.ConstantBytes:N0} bytes of constants",
        "",
        ["file", "#lines", "#characters", "#straight-line multiply-adds"],
        [
            .. plan.Files.Select(file => new[]
            {
                file.Name,
                $"{file.Text.Count(static character => character == '\n'):N0}",
                $"{file.Text.Length:N0}",
                plan.Paths.FirstOrDefault(path => file.Name.EndsWith($".{path.Isa}.g.cs", StringComparison.Ordinal)) is { } path
                    ? $"{path.Statements:N0}"
                    : "",
            }),
        ]);

    /// <summary>What limits a stage, as tables and JSON have it.</summary>
    public static string BoundName(Bound bound) => bound switch
    {
        Bound.Arithmetic => "arithmetic",
        Bound.Memory => "memory",
        _ => "latency",
    };
}
