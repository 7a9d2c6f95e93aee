namespace FreeNets.Compiler.Machines;

/// <summary>What one stage of one instruction-set family executes for a sample, and the cycles that this takes at least.</summary>
/// <remarks>
/// The estimate is the largest of three: multiply-adds by the FMA units, bytes by the second-level cache, and the chain of
/// operations that need each other's results. It knows no instruction but these, so it is a floor.
/// </remarks>
/// <param name="Name">The stage, as the printed plan calls it.</param>
/// <param name="Lanes">float32 lanes of a vector.</param>
/// <param name="Fmas">Vector multiply-adds per sample.</param>
/// <param name="Bytes">Bytes of weights and of other samples' state read a sample.</param>
/// <param name="ChainCycles">The longest dependent chain, divided among the samples that share it.</param>
public sealed record StageCost(string Name, int Lanes, double Fmas, double Bytes, double ChainCycles)
{
    /// <summary>Scalar multiply-adds per sample.</summary>
    public double Scalars { get; init; }

    /// <summary>FLOPs executed, lanes without a weight included.</summary>
    public double Flops => 2 * ((Lanes * Fmas) + Scalars);

    /// <summary>Cycles that the FMA units need.</summary>
    public double FmaCycles => (Fmas + Scalars) / Machine.FmasPerCycle;

    /// <summary>Cycles that the weights need on their way from the second-level cache.</summary>
    public double ByteCycles => Bytes / Machine.BytesPerCycle;

    /// <summary>The estimate.</summary>
    public double Cycles => Math.Max(Math.Max(FmaCycles, ByteCycles), ChainCycles);

    /// <summary>Which of the three it is.</summary>
    public Bound Bound => ChainCycles >= Cycles ? Bound.Latency : ByteCycles >= Cycles ? Bound.Memory : Bound.Arithmetic;
}

/// <summary>What limits a stage.</summary>
public enum Bound
{
    /// <summary>The FMA units.</summary>
    Arithmetic,

    /// <summary>Bytes from the cache.</summary>
    Memory,

    /// <summary>A chain of dependent operations.</summary>
    Latency,
}
