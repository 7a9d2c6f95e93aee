namespace FreeNets.EndToEnd.Tests;

/// <summary>Numbers in the README are those of the committed results.</summary>
public class ReadmeTests
{
    [Theory]
    [InlineData("table2", "benchmarks/results/table2/table2.md")]
    public void A_table_is_the_one_that_was_measured(string marker, string results)
    {
        var readme = File.ReadAllText(Repository.In("README.md"));
        var parts = readme.Split([$"<!-- {marker} -->\n", $"<!-- /{marker} -->"], StringSplitOptions.None);
        Assert.Equal(3, parts.Length);
        Assert.Equal(File.ReadAllText(Repository.In(results)), parts[1]);
    }
}
