using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Kernels;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Lower;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Optimise;
using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>Decides how a network runs: <see cref="FreeNet"/> → <see cref="Plan"/>. A pure function.</summary>
public static class Scheduler
{
    /// <summary>Inputs of which a copy may be on the stack: 256 KB.</summary>
    private const int MaxCopiedInputs = 65_536;

    /// <summary>The plan for an optimised network, its encoder rounded to the precision chosen.</summary>
    public static Plan Plan(FreeNet net, CodeChoices? choices = null)
    {
        choices ??= CodeChoices.Default;
        var program = Lowering.Of(net, choices.Precision);
        var encoder = (LinearStage)program.Stages[0];
        var runsBlocks = choices.Batch && BatchSplit.BlocksPay(encoder);
        var paths = VectorShape.All
            .Where(shape => choices.Families.Contains(shape.Isa))
            .Select(shape => PathOf(program, shape, runsBlocks && shape != VectorShape.Scalar))
            .ToArray();
        var unused = net.Inputs <= MaxCopiedInputs ? UsedInputs.Others(net) : [];
        return new Plan
        {
            Net = net,
            Choices = choices,
            Program = program,
            Paths = paths,
            UnusedInputs = unused,
            Tables = TablesOf(program, paths, unused),
        };
    }

    private static PathPlan PathOf(StageProgram program, VectorShape shape, bool runsBlocks)
    {
        var one = program.Stages.Select(stage => Choose(stage, Workload.OneSample)).ToArray();
        var split = runsBlocks ? BatchSplit.Of(program, shape, one[0]) : null;
        var few = Enumerable.Range(2, Math.Max(0, (split?.MostShared ?? 0) - 1))
            .Select(samples => Choose(program.Stages[0], Workload.FewSamples, samples));
        return new PathPlan(
            shape,
            one,
            few.ToArray(),
            split is null ? [] : program.Stages.Select(stage => Choose(stage, Workload.Block)).ToArray(),
            split);

        Kernel Choose(Stage stage, Workload workload, int samples = 1) =>
            KernelTable.Choose(new KernelRequest(program, stage, shape, workload, samples))
            ?? throw new InvalidOperationException($"No kernel runs the stage '{stage.Name}' with {shape.Isa}, {workload}.");
    }

    private static ConstantTable[] TablesOf(StageProgram program, PathPlan[] paths, int[] unused)
    {
        // By workload, so that those of all families with vectors stand together.
        var kernels = paths.GroupBy(static path => path.Shape == VectorShape.Scalar)
            .SelectMany(static same => same.SelectMany(static path => path.OneSample)
                .Concat(same.SelectMany(static path => path.FewSamples))
                .Concat(same.SelectMany(static path => path.Block)))
            .ToArray();

        // The first stage starts the state; a layout has the same name wherever it is the same.
        var layouts = program.Stages.SelectMany((stage, i) => kernels
            .SelectMany(static kernel => kernel.Layouts)
            .Where(layout => ReferenceEquals(layout.For, stage))
            .Concat(i == 0 ? [new StartLayout(stage, program.State, unused, (Source.Inputs)((LinearStage)stage).From)] : []));
        return [.. layouts.GroupBy(static layout => layout.Name).SelectMany(static same => same.First().Tables())];
    }
}
