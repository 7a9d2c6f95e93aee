namespace FreeNets.Compiler.Machines;

/// <summary>The machines that code is tuned for, in numbers, and the two compilers that stand between it and them.</summary>
/// <remarks>
/// Nothing is done about denormal activations: on Zen 4 inputs of 1e-40, all sums denormal, take the time of inputs of 1 in either form
/// (1.57 µs per sample of a batch, 3.2 µs alone).
/// </remarks>
public static class Machine
{
    /// <summary>Lanes of the widest family: the unit in which the state is laid out for all of them.</summary>
    public const int Lanes = 16;

    /// <summary>Vector registers of the widest family.</summary>
    public const int Registers = 32;

    /// <summary>The first data cache of most machines.</summary>
    public const int FirstCacheBytes = 32 * 1024;

    /// <summary>The second data cache of most machines.</summary>
    public const int SecondCacheBytes = 1024 * 1024;

    /// <summary>Independent FMAs in flight that hide their latency: 4 cycles × 2 units.</summary>
    public const int IndependentSums = 8;

    /// <summary>
    /// FMA statements a generated method may hold. RyuJIT stops optimising past 20,000 IL instructions or 8,000 references to
    /// locals; a statement costs 9 to 12 of the former and 4 of the latter.
    /// </summary>
    public const int StatementsPerMethod = 1_200;

    /// <summary>Vector multiply-adds begun in a cycle.</summary>
    public const int FmasPerCycle = 2;

    /// <summary>
    /// Bytes read from the second-level cache in a cycle: an encoder of 784 × 100 weights, 313 KB, takes 1.75 µs at about 4 GHz.
    /// </summary>
    public const int BytesPerCycle = 44;

    /// <summary>Cycles from an FMA's operands to its result.</summary>
    public const int FmaLatency = 4;

    /// <summary>Cycles from two vectors of 16 lanes to one whose lanes are picked out of both.</summary>
    public const int PermuteLatency = 3;

    /// <summary>
    /// Cycles of a permute of 16 lanes, a shift of its picks and a multiply-add on two units for 512 bits (Sapphire Rapids).
    /// </summary>
    public const double PermuteStepCycles = 1.5;

    /// <summary>Cycles from 8 lanes to one of them in the lowest place: across halves, then inside (Zen 4; 1 for the first).</summary>
    public const int LaneLatency = 5;

    /// <summary>Cycles from the lowest lane to all.</summary>
    public const int SpreadLatency = 1;

    /// <summary>Cycles from a vector that is stored to one of its lanes, loaded into all.</summary>
    public const int ForwardLatency = 8;

    /// <summary>Cycles from z to the larger of z and 0.</summary>
    public const int MaxLatency = 2;

    /// <summary>The width of equal blocks, at most <paramref name="limit"/> wide, that cover <paramref name="total"/>.</summary>
    public static int Balanced(int total, int limit)
    {
        var blocks = (total + limit - 1) / limit;
        return (total + blocks - 1) / blocks;
    }

    /// <summary><paramref name="values"/>, rounded up to whole vectors of the widest family.</summary>
    public static int Padded(int values) => (values + Lanes - 1) / Lanes * Lanes;
}
