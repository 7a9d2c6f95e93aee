using System.Runtime.CompilerServices;
using FreeNets.Benchmarks.Timing;

namespace FreeNets.Benchmarks.Limits;

/// <summary>
/// Cycles a nanosecond, from a chain of integer multiplications, each of which takes three cycles on every x86-64 of these years.
/// </summary>
internal static class ClockRate
{
    private const int Steps = 3_000;
    private const int CyclesAStep = 3;

    /// <summary>Nothing but that chain.</summary>
    public static Workload Work() => new("clock", static count =>
    {
        for (var i = 0; i < count; i++)
        {
            Run(i);
        }
    });

    /// <summary>The rate, from the time of one <see cref="Work"/>.</summary>
    public static double Of(double nanoseconds) => Steps * CyclesAStep / nanoseconds;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static long Run(long seed)
    {
        var value = seed | 1;
        for (var step = 0; step < Steps / 4; step++)
        {
            value *= value;
            value *= value;
            value *= value;
            value *= value;
        }

        return value;
    }
}
