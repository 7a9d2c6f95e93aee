using ScottPlot.Statistics;

namespace FreeNets.Trainer.Reports.Figures;

/// <summary>Kernel density estimates with Silverman's bandwidth.</summary>
internal static class KernelDensities
{
    // Values that are all alike have no bandwidth: a narrow bump shows them.
    private const double MinBandwidth = 0.002;

    /// <summary>The density of <paramref name="values"/> at <paramref name="xs"/>.</summary>
    public static double[] Gaussian(IReadOnlyList<double> values, IEnumerable<double> xs) =>
        [.. KernelDensity.Estimate(xs, values, static u => Math.Exp(-u * u / 2) / Math.Sqrt(2 * Math.PI), Silverman(values))];

    /// <summary>0.9 · min(σ, IQR / 1.34) · n^(−1/5).</summary>
    public static double Silverman(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Count - 1));
        double[] sorted = [.. values.Order()];
        var range = (Quantile(sorted, 0.75) - Quantile(sorted, 0.25)) / 1.34;
        var spread = range > 0 ? Math.Min(deviation, range) : deviation;
        return Math.Max(MinBandwidth, 0.9 * spread * Math.Pow(values.Count, -0.2));
    }

    private static double Quantile(double[] sorted, double fraction)
    {
        var position = fraction * (sorted.Length - 1);
        var low = (int)position;
        var high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + ((position - low) * (sorted[high] - sorted[low]));
    }
}
