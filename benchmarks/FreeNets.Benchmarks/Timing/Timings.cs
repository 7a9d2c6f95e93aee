namespace FreeNets.Benchmarks.Timing;

/// <summary>Nanoseconds a call, by round and workload.</summary>
internal sealed class Timings(double[][] rounds)
{
    /// <summary>The median over the rounds.</summary>
    public double Nanoseconds(int workload) => Median(rounds.Select(round => round[workload]));

    /// <summary>The median over the rounds of one workload's time divided by another's of the same round.</summary>
    public double Ratio(int workload, int other) => Median(rounds.Select(round => round[workload] / round[other]));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
