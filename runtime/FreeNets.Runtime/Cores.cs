using System.ComponentModel;

namespace FreeNets.Runtime;

/// <summary>Spreads a batch over the cores.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Cores
{
    /// <summary>Parts start at multiples of the largest block of samples that generated code runs at once.</summary>
    private const int Block = 32;

    /// <summary>
    /// Runs one part of the batch a core: consecutive samples, disjoint, so that nothing needs a lock. A batch of one block runs on the
    /// calling thread.
    /// </summary>
    /// <param name="samples">The number of samples.</param>
    /// <param name="maxDegree">The largest number of threads, or -1 for one a core.</param>
    /// <param name="run">Runs a number of samples (second argument) from a first one on.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegree"/> is 0 or less than -1.</exception>
    public static void Run(int samples, int maxDegree, Action<int, int> run)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = maxDegree };
        var blocks = (samples / Block) + (samples % Block == 0 ? 0 : 1);
        var parts = Math.Min(blocks, maxDegree < 0 ? Environment.ProcessorCount : maxDegree);
        if (parts <= 1)
        {
            run(0, samples);
            return;
        }

        Parallel.For(0, parts, options, part =>
        {
            var (first, end) = (Start(part), Math.Min(samples, Start(part + 1)));
            run(first, end - first);
        });

        int Start(int part) => (int)((long)blocks * part / parts) * Block;
    }
}
