using FreeNets.Benchmarks.Results;

namespace FreeNets.Benchmarks.Tests;

/// <summary>The committed results say the same to people and to programs.</summary>
public class CommittedSummaryTests
{
    [Fact]
    public void Markdown_shows_the_figures_of_json()
    {
        var folder = Folder();
        var rows = SummaryFolder.Read(Path.Combine(folder, "summary.json"));
        Assert.Contains(FiguresTable.Of(rows), File.ReadAllText(Path.Combine(folder, "summary.md")), StringComparison.Ordinal);
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var results = Path.Combine(folder.FullName, "benchmarks", "results");
            if (Directory.Exists(results))
            {
                return results;
            }
        }

        throw new InvalidOperationException($"benchmarks/results is in no folder above {AppContext.BaseDirectory}.");
    }
}
