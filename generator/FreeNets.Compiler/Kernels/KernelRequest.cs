using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;

namespace FreeNets.Compiler.Kernels;

/// <summary>What a kernel is wanted for.</summary>
/// <param name="Program">The program.</param>
/// <param name="Stage">One of its stages.</param>
/// <param name="Shape">The vectors of the family.</param>
/// <param name="Workload">How many samples run together.</param>
/// <param name="Samples">How many of a few; 1 or a whole block otherwise.</param>
internal sealed record KernelRequest(StageProgram Program, Stage Stage, VectorShape Shape, Workload Workload, int Samples = 1);

/// <summary>How many samples run together.</summary>
internal enum Workload
{
    /// <summary>One, a lane a neuron.</summary>
    OneSample,

    /// <summary>Two to four that share each load of a weight, a lane a neuron.</summary>
    FewSamples,

    /// <summary>A lane per sample.</summary>
    Block,
}
