namespace FreeNets.Tests;

/// <summary>What a test needs of the machine that not every machine has.</summary>
/// <remarks>
/// Without it the test is skipped; where <c>$FREENETS_REQUIRE</c>, words with commas between them, says that the machine has it, the test
/// fails. <c>build.sh test</c> sets it to what it found or installed.
/// </remarks>
internal static class Need
{
    public const string Avx512 = "avx512";
    public const string Slurm = "slurm";
    public const string Chromium = "chromium";
    public const string Arm64 = "arm64";
    public const string NumPy = "numpy";
    public const string Interop = "interop";

    private static readonly string[] s_required = Environment.GetEnvironmentVariable("FREENETS_REQUIRE")?.Split(',', StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Skips the test that calls it, or fails it, where something is not there.</summary>
    /// <param name="name">Its name in <c>$FREENETS_REQUIRE</c>.</param>
    /// <param name="isThere">Whether it is there.</param>
    /// <param name="absence">A sentence about what is missing.</param>
    public static void Of(string name, bool isThere, string absence)
    {
        Assert.True(isThere || !s_required.Contains(name), $"{absence} But FREENETS_REQUIRE says that this machine has {name}.");
        Skip.IfNot(isThere, absence);
    }
}
