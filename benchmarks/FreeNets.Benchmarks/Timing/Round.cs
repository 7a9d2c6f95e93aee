using FreeNets.Benchmarks.Limits;

namespace FreeNets.Benchmarks.Timing;

/// <summary>Contestants, and a kernel of nothing but fused multiply-adds, timed in turns on the same images.</summary>
internal sealed class Round
{
    private readonly IReadOnlyList<Contestant> _contestants;
    private readonly Timings _timings;

    private Round(IReadOnlyList<Contestant> contestants, int samples, Timings timings)
    {
        (_contestants, Samples, _timings) = (contestants, samples, timings);
    }

    /// <summary>Samples a call.</summary>
    public int Samples { get; }

    /// <summary>Times everyone, whatever they compute.</summary>
    public static Round Run(IReadOnlyList<Contestant> contestants, Images images, int samples)
    {
        var batches = images.Batches(samples);
        var workloads = contestants.Select(contestant => Workload.Over(contestant, batches, samples));
        return new Round(contestants, samples, Interleaved.Time([.. workloads, MachineLimits.FmaWork()]));
    }

    public bool Has(Contestant contestant) => _contestants.Contains(contestant);

    public double NanosecondsASample(Contestant contestant) => _timings.Nanoseconds(Index(contestant)) / Samples;

    /// <summary>One's time ÷ another's.</summary>
    public double Ratio(Contestant one, Contestant other) => _timings.Ratio(Index(one), Index(other));

    /// <summary>FLOPs a second ÷ those of the kernel.</summary>
    public double ShareOfFmaPeak(Contestant contestant) =>
        contestant.Flops * Samples / MachineLimits.FlopsOfFmaWork * _timings.Ratio(_contestants.Count, Index(contestant));

    private int Index(Contestant contestant) => _contestants.ToList().IndexOf(contestant);
}
