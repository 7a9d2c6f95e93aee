using FreeNets.Benchmarks.Results;
using FreeNets.Tests;

namespace FreeNets.Benchmarks.Tests;

/// <summary>The committed results say the same to people and to programs.</summary>
public class CommittedSummaryTests
{
    [Fact]
    public void Markdown_shows_the_figures_of_json()
    {
        var folder = Checkout.In("benchmarks/results");
        var rows = SummaryFolder.Read(Path.Combine(folder, "summary.json"));
        Assert.Contains(FiguresTable.Of(rows), File.ReadAllText(Path.Combine(folder, "summary.md")), StringComparison.Ordinal);
    }
}
