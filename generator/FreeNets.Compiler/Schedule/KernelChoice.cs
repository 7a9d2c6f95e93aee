using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Kernels;
using FreeNets.Compiler.Machines;
using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>A choice of the scheduler, in words.</summary>
/// <param name="What">What was to be chosen.</param>
/// <param name="Kernel">What was.</param>
/// <param name="Reason">The numbers that decided.</param>
public sealed record KernelChoice(string What, string Kernel, string Reason)
{
    /// <summary>The choices behind a plan.</summary>
    public static KernelChoice[] Of(Plan plan) =>
    [
        .. plan.Program.Stages.OfType<LinearStage>().SelectMany(Numbers),
        .. Stages(plan, "one sample", static path => path.OneSample),
        Batch(plan),
        .. Stages(plan, "batch", static path => path.Block),
    ];

    private static IEnumerable<KernelChoice> Numbers(LinearStage stage)
    {
        if (stage.Numerics is not Numerics.Float32)
        {
            yield return new($"{stage.Name}, weights", stage.Numerics.Name, "asked for on the FreeNet item; not the file's float32");
        }

        var vectors = VectorShape.Avx512.Chunks(stage.Rows);
        yield return new(
            $"{stage.Name}, sums",
            stage.PartialSums == 1 ? "one a neuron" : $"{stage.PartialSums} a neuron",
            Lower.ZeroInputs.AreSkipped(stage) && vectors < Machine.IndependentSums
                ? "inputs that are left when zeros are skipped have lost their positions, by which they would go to several"
                : $"{stage.Rows} neurons are {vectors} vectors of 16; "
                + $"{Machine.IndependentSums} independent multiply-adds hide the latency of one");
    }

    /// <summary>A row a stage, or one a family where families differ.</summary>
    private static IEnumerable<KernelChoice> Stages(Plan plan, string workload, Func<PathPlan, EquatableArray<Kernel>> kernels) =>
        from stage in Enumerable.Range(0, plan.Program.Stages.Count)
        let choices = plan.Paths.Where(path => kernels(path).Count > 0)
            .Select(path => (path.Shape.Isa, Kernel: kernels(path)[stage]))
            .ToArray()
        let isOne = choices.Select(static choice => choice.Kernel.Name).Distinct().Count() == 1
        from choice in isOne ? choices.Take(1) : choices
        let what = $"{plan.Program.Stages[stage].Name}, {workload}"
        select new KernelChoice(isOne ? what : $"{what}, {choice.Isa}", choice.Kernel.Name, choice.Kernel.Because);

    private static KernelChoice Batch(Plan plan)
    {
        var ratio = BatchSplit.AloneToShare((LinearStage)plan.Program.Stages[0], plan.Paths[0].OneSample[0]);
        var reason = FormattableString.Invariant($"a sample alone takes {ratio:0.00} times its share of a full block");
        return plan.RunsBlocks ? new("batch", "one lane per sample", reason)
            : !plan.Choices.Batch ? new("batch", "one by one", "the user wants no batch kernels")
            : new("batch", "one by one", plan.VectorPaths.Any() ? reason : "there are no vectors");
    }
}
