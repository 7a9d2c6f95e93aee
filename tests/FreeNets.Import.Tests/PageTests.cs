using FreeNets.Import.Operators;

namespace FreeNets.Import.Tests;

public sealed class PageTests
{
    [Fact]
    public void The_page_lists_every_operator()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "import.md"));
        Assert.All(OperatorTable.Names.Concat(OperatorTable.MlNames), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }
}
