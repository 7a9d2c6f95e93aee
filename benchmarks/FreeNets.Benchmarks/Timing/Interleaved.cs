using System.Diagnostics;

namespace FreeNets.Benchmarks.Timing;

/// <summary>
/// Times workloads in turns: each round runs a slice of every workload, so that whatever disturbs the machine disturbs them alike.
/// </summary>
internal static class Interleaved
{
    private const int Rounds = 41;
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan s_replacement = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(60);

    public static Timings Time(IReadOnlyList<Workload> workloads)
    {
        // The JIT replaces its first code in the background, once no new method has appeared for a while.
        foreach (var workload in workloads)
        {
            CallsASlice(workload);
        }

        Thread.Sleep(s_replacement);
        var counts = workloads.Select(CallsASlice).ToArray();
        var rounds = new double[Rounds][];
        for (var round = 0; round < Rounds; round++)
        {
            rounds[round] = new double[workloads.Count];
            for (var turn = 0; turn < workloads.Count; turn++)
            {
                // Forwards and backwards in turn: nobody always follows the same neighbour.
                var which = round % 2 == 0 ? turn : workloads.Count - 1 - turn;
                var start = Stopwatch.GetTimestamp();
                workloads[which].Run(counts[which]);
                rounds[round][which] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / counts[which];
            }
        }

        return new Timings(rounds);
    }

    /// <summary>Warms up, and finds how many calls fill a slice.</summary>
    private static int CallsASlice(Workload workload)
    {
        var count = 1;
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var start = Stopwatch.GetTimestamp();
            workload.Run(count);
            var elapsed = Stopwatch.GetElapsedTime(start);
            if (clock.Elapsed >= s_warmUp)
            {
                return Math.Max(1, (int)(count * (s_slice / elapsed)));
            }

            count = elapsed < s_slice ? count * 2 : count;
        }
    }
}
