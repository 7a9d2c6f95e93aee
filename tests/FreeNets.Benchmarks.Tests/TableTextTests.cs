using FreeNets.Benchmarks.Limits;
using FreeNets.Benchmarks.Wide;

namespace FreeNets.Benchmarks.Tests;

public class TableTextTests
{
    // 100 GFLOP/s, 100 GB/s: shares are easy to check.
    private static readonly MachineLimits s_limits = new(Flops: 100e9, L1Bytes: 200e9, L2Bytes: 100e9);

    private static readonly Cell[] s_cells =
    [
        new("made", Neurons: 30, Density: 0.1, Edges: 44, Samples: 8, [new("generated", 2_000, 50, 0), new("other", 2_600, 30, 16)]),
    ];

    [Fact]
    public void Markdown_marks_the_fastest_and_shows_shares_of_the_machine() => Assert.Contains(
        "| made | 30 | 10 % | 8 | 2,000 | 2,600 | 50 | **30** | 10 | 40 |\n",
        TableText.Markdown(s_cells, s_limits, "command"),
        StringComparison.Ordinal);

    [Fact]
    public void Csv_has_a_line_for_each_contestant() => Assert.Equal(
        [
            "made,30,0.1,44,8,\"generated\",2000,50.0,0,40.00,0.4000,0.1000",
            "made,30,0.1,44,8,\"other\",2600,30.0,16,86.67,0.8667,0.2167",
        ],
        TableText.Csv(s_cells, s_limits).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1));
}
