using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Kernels;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>How a network will run: a kernel for each stage, family and workload. Nothing is decided later.</summary>
public sealed record Plan
{
    /// <summary>The optimised network, its encoder rounded to the precision chosen.</summary>
    public required FreeNet Net { get; init; }

    /// <summary>What the user chose.</summary>
    public required CodeChoices Choices { get; init; }

    /// <summary>What is computed.</summary>
    public required StageProgram Program { get; init; }

    /// <summary>One plan a family, widest first.</summary>
    public required EquatableArray<PathPlan> Paths { get; init; }

    /// <summary>
    /// The inputs that no weight uses, without which a sample runs again when its logits are NaN. Empty where a copy of a sample would
    /// not fit the stack.
    /// </summary>
    public required EquatableArray<int> UnusedInputs { get; init; }

    /// <summary>Whether inputs are normalised while they are read, since that is not folded into the encoder.</summary>
    public bool Normalises => Program.Stages[0] is LinearStage { From: Source.Inputs { Normalises: true } };

    /// <summary>Whether each has a mean and a scale of its own then.</summary>
    public bool NormalisesEach => Program.Stages[0] is LinearStage { From: Source.Inputs { NormalisesEach: true } };

    /// <summary>All constants, in the order of use.</summary>
    public required EquatableArray<ConstantTable> Tables { get; init; }

    /// <summary>Bytes of all constants.</summary>
    public long ConstantBytes => Tables.Sum(static table => table.Bytes);

    /// <summary>Whether batches run in blocks of one lane per sample, and not one by one.</summary>
    public bool RunsBlocks => Paths.Any(static path => path.Block.Count > 0);

    /// <summary>The paths that have vectors.</summary>
    public IEnumerable<PathPlan> VectorPaths => Paths.Where(static path => path.Shape != VectorShape.Scalar);

    /// <summary>Whether there is a path without vectors, which every machine can run.</summary>
    public bool RunsEverywhere => Paths.Any(static path => path.Shape == VectorShape.Scalar);
}

/// <summary>The kernels of one instruction-set family, one a stage.</summary>
/// <param name="Shape">The family.</param>
/// <param name="OneSample">For one sample.</param>
/// <param name="FewSamples">For 2 and more samples that share each load of the first stage's weights; none where they run one by
/// one.</param>
/// <param name="Block">For a block of samples; none where they run one by one.</param>
/// <param name="Split">How a batch is split into blocks; null where there are none.</param>
public sealed record PathPlan(
    VectorShape Shape, EquatableArray<Kernel> OneSample, EquatableArray<Kernel> FewSamples, EquatableArray<Kernel> Block, BatchSplit? Split)
{
    /// <summary>All of them.</summary>
    public IEnumerable<Kernel> Kernels => OneSample.Concat(FewSamples).Concat(Block);
}
