namespace FreeNets.Tests;

/// <summary>
/// Skips a test where the machine lacks something, unless <c>$FREENETS_REQUIRE</c> says that it has it: then the test fails.
/// </summary>
/// <remarks><c>build.sh test</c> sets that variable, names with commas between them, to what it found or installed.</remarks>
internal static class Need
{
    public const string Variable = "FREENETS_REQUIRE";

    private static readonly Lazy<HashSet<Requirement>> s_required =
        new(static () => Parse(Environment.GetEnvironmentVariable(Variable) ?? ""));

    /// <summary>Skips or fails the test that calls it where something is not there.</summary>
    /// <param name="thing">What it is.</param>
    /// <param name="isThere">Whether it is there.</param>
    /// <param name="absence">A sentence about what is missing.</param>
    public static void Of(Requirement thing, bool isThere, string absence)
    {
        Assert.True(isThere || !s_required.Value.Contains(thing), $"{absence} But {Variable} says that this machine has {Name(thing)}.");
        Skip.IfNot(isThere, absence);
    }

    /// <summary>The things that a value of the variable names; fails on a name that is none.</summary>
    public static HashSet<Requirement> Parse(string names)
    {
        var known = Enum.GetValues<Requirement>().ToDictionary(Name);
        var given = names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.All(
            given, name => Assert.True(known.ContainsKey(name), $"{Variable} has '{name}'; it takes {string.Join(", ", known.Keys)}."));
        return [.. given.Select(name => known[name])];
    }

    private static string Name(Requirement thing) => thing.ToString().ToLowerInvariant();
}
