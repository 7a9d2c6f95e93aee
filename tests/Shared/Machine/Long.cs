namespace FreeNets.Tests;

/// <summary>The mark of tests that take long beside what they alone can find: <c>build.sh test --all</c> runs them, as CI does.</summary>
/// <remarks><c>[Trait(Long.Name, Long.Value)]</c>; left out by <c>dotnet test --filter Length!=long</c>.</remarks>
internal static class Long
{
    public const string Name = "Length";

    public const string Value = "long";
}
