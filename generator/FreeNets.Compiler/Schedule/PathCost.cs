using FreeNets.Compiler.Machines;
using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>What a family executes, by stage.</summary>
/// <param name="Isa">The family.</param>
/// <param name="OneSample">The stages of one sample.</param>
/// <param name="Batch">The same of a sample in a full block.</param>
/// <param name="Statements">Multiply-add statements in the generated text; in loops, those of the loop bodies do not count.</param>
public sealed record PathCost(Isa Isa, EquatableArray<StageCost> OneSample, EquatableArray<StageCost> Batch, int Statements)
{
    /// <summary>The costs of every family of a plan that has vectors, widest first.</summary>
    public static PathCost[] Of(Plan plan) => [.. plan.VectorPaths.Select(Of)];

    private static PathCost Of(PathPlan path)
    {
        var one = path.OneSample.Select(static kernel => kernel.Cost).ToArray();
        return new PathCost(
            path.Shape.Isa,
            one,
            path.Block.Count > 0 ? path.Block.Select(static kernel => kernel.Cost).ToArray() : one,
            path.OneSample.Concat(path.Block).Sum(static kernel => kernel.Statements));
    }
}
