namespace FreeNets.Trainer.Reports.Statistics;

/// <summary>A mean over seeds with its 95 % interval by Student's t.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="HalfWidth">Mean ± this is the interval; null for a single value, which has none.</param>
/// <param name="Count">Values, at least 1.</param>
internal readonly record struct Interval(double Mean, double? HalfWidth, int Count)
{
    /// <summary>Of at least one value.</summary>
    public static Interval Of(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        if (values.Count == 1)
        {
            return new Interval(mean, null, 1);
        }

        var variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        var half = StudentT.Quantile975(values.Count - 1) * Math.Sqrt(variance / values.Count);
        return new Interval(mean, half, values.Count);
    }

    /// <summary>Whether the whole interval lies above 0.</summary>
    public bool IsAboveZero => HalfWidth is { } half && Mean - half > 0;

    /// <summary>Whether the whole interval lies below 0.</summary>
    public bool IsBelowZero => HalfWidth is { } half && Mean + half < 0;
}
