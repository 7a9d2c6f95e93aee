using CsvHelper.Configuration.Attributes;

namespace FreeNets.Benchmarks.Wide;

/// <summary>One line of the wide table's CSV: one contestant on one network, so many samples a call.</summary>
/// <remarks>Each carries the machine's limits of the run that measured it: a table may be measured in parts.</remarks>
internal sealed record TableRow
{
    /// <summary>The data set.</summary>
    [Name("images")]
    public required string Images { get; init; }

    /// <summary>k.</summary>
    [Name("neurons")]
    public required int Neurons { get; init; }

    /// <summary>The share of all edges that the network was drawn with; 0 for an FCNN.</summary>
    [Name("density")]
    public required double Density { get; init; }

    /// <summary>The edges it has.</summary>
    [Name("edges")]
    public required int Edges { get; init; }

    /// <summary>Samples a call.</summary>
    [Name("samples")]
    public required int Samples { get; init; }

    /// <summary>The contestant.</summary>
    [Name("name")]
    public required string Name { get; init; }

    /// <summary>FLOPs a sample.</summary>
    [Name("flops")]
    public required long Flops { get; init; }

    /// <summary>Nanoseconds a sample.</summary>
    [Name("nanoseconds")]
    public required double Nanoseconds { get; init; }

    /// <summary>Managed bytes allocated a call.</summary>
    [Name("allocated")]
    public required long Allocated { get; init; }

    /// <summary>FLOPs a nanosecond of fused multiply-adds in registers, on one core.</summary>
    [Name("peak_gflops")]
    public required double PeakGflops { get; init; }

    /// <summary>Bytes a nanosecond read from the second cache, on one core.</summary>
    [Name("l2_gbytes")]
    public required double L2Gbytes { get; init; }

    /// <summary>FLOPs a nanosecond.</summary>
    [Name("gflops")]
    public double Gflops => Math.Round(Flops / Nanoseconds, 2);

    /// <summary>Of <see cref="PeakGflops"/>.</summary>
    [Name("fma_peak_share")]
    public double ShareOfFmaPeak => Math.Round(Flops / Nanoseconds / PeakGflops, 4);

    /// <summary>Of <see cref="L2Gbytes"/>, if every weight is read once a call.</summary>
    [Name("l2_read_share")]
    public double ShareOfL2 => Math.Round(Flops / 2 * sizeof(float) / (Nanoseconds * Samples) / L2Gbytes, 4);
}
