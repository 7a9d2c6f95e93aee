using Snapshooter.Xunit;

namespace FreeNets.Tests;

/// <summary>The one door to the snapshot library: text that must stay as committed until a reviewer has seen it change.</summary>
internal static class Snapshots
{
    /// <summary>
    /// Compares with <c>__snapshots__/name.snap</c> beside the test; the first run writes it, except in CI, where that fails.
    /// </summary>
    public static void Match(string text, string name) => Snapshot.Match(text, name);
}
