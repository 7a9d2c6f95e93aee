using FreeNets.Tests;
using Xunit.Sdk;

namespace FreeNets.EndToEnd.Tests;

/// <summary>Tests that skip themselves do so by a name that $FREENETS_REQUIRE can forbid.</summary>
public class NeedTests
{
    [Fact]
    public void The_names_that_this_run_was_given_are_known() => Need.Parse(Environment.GetEnvironmentVariable(Need.Variable) ?? "");

    [Fact]
    public void Names_have_commas_between_them()
    {
        Assert.Equal([Requirement.NumPy, Requirement.Avx512], Need.Parse("numpy, avx512,"));
        Assert.Empty(Need.Parse(""));
    }

    [Theory]
    [InlineData("numpie")]
    [InlineData("numpy,avx-512")]
    [InlineData("NumPy")]
    [InlineData("1")]
    public void A_name_that_is_none_is_a_failure(string names) =>
        Assert.Contains(
            "it takes linux, avx2, avx512, ", Assert.ThrowsAny<XunitException>(() => Need.Parse(names)).Message, StringComparison.Ordinal);

    [Fact]
    public void Build_sh_finds_every_thing_that_has_a_name()
    {
        var script = File.ReadAllText(Repository.In("build.sh"));
        Assert.All(
            Enum.GetValues<Requirement>(),
            thing => Assert.Contains($"\nhas_{thing.ToString().ToLowerInvariant()}() ", script, StringComparison.Ordinal));
    }
}
