using System.Diagnostics;
using System.Numerics;

namespace CameraLoop;

/// <summary>Latencies in buckets of 3 %, so that any number of them takes the same memory; the worst is exact.</summary>
internal sealed class Latencies
{
    // Buckets to each doubling.
    private const int Fine = 32;

    private readonly long[] _buckets = new long[64 * Fine];
    private long _worst;

    /// <summary>The number of latencies.</summary>
    public long Count { get; private set; }

    /// <summary>The longest, in µs.</summary>
    public double Worst => Microseconds(_worst);

    /// <summary>Adds one, in ticks of <see cref="Stopwatch"/>.</summary>
    public void Add(long ticks)
    {
        _buckets[Bucket(ticks)]++;
        _worst = Math.Max(_worst, ticks);
        Count++;
    }

    /// <summary>What <paramref name="share"/> of the latencies do not exceed, in µs.</summary>
    public double Percentile(double share)
    {
        var left = (long)Math.Ceiling(share * Count);
        for (var i = 0; i < _buckets.Length; i++)
        {
            left -= _buckets[i];
            if (left <= 0)
            {
                return Microseconds(Math.Min(Largest(i), _worst));
            }
        }

        return Worst;
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;

    // Small values have a bucket each; above, the leading bit chooses a row and the next five bits a bucket in it.
    private static int Bucket(long ticks)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)ticks | 1) - 5);
        return (int)((ticks >> shift) + ((long)shift * Fine));
    }

    private static long Largest(int bucket)
    {
        var shift = Math.Max(0, (bucket / Fine) - 1);
        return ((bucket - ((long)shift * Fine) + 1) << shift) - 1;
    }
}
