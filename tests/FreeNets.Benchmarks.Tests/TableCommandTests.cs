namespace FreeNets.Benchmarks.Tests;

public sealed class TableCommandTests
{
    [Theory]
    [InlineData("--edges takes shares of all edges from 0 to 1", "--edges", "100")]
    [InlineData("not '1.01'", "--edges", "0.3", "1.01")]
    [InlineData("--edges takes", "--edges", "-0.1")]
    [InlineData("--edges takes", "--edges", "NaN")]
    [InlineData("--neurons takes integers from 1 to 4096, not '0'", "--neurons", "0")]
    [InlineData("not '-5'", "-k", "30", "-5")]
    [InlineData("not '4097'", "-k", "4097")]
    public void What_no_network_has_is_refused(string message, params string[] options) =>
        Assert.Contains(
            message, Assert.Single(TableCommand.Create().Parse(["-o", "table", .. options]).Errors).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData]
    [InlineData("--edges", "0", "0.01", "1", "--neurons", "1", "4096")]
    public void What_a_network_may_have_is_taken(params string[] options) =>
        Assert.Empty(TableCommand.Create().Parse(["-o", "table", .. options]).Errors);
}
