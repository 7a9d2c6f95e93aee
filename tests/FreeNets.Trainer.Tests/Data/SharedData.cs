using FreeNets.Tests;

namespace FreeNets.Trainer.Tests.Data;

/// <summary>The real data sets, which lie outside the repository.</summary>
internal static class SharedData
{
    /// <summary><c>$FREENETS_DATA</c>, or <c>shared/data</c> in a folder above the test assembly; null where neither is.</summary>
    public static string? Root { get; } = Find();

    /// <summary>The folder of a set; the test is skipped where it is absent.</summary>
    public static string Require(string set)
    {
        Need.Of(
            Requirement.Data, Root is not null
                && Directory.Exists(Path.Combine(Root, set)), $"Needs {set} in $FREENETS_DATA or in shared/data beside the repository.");
        return Path.Combine(Root!, set);
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("FREENETS_DATA") is { Length: > 0 } given)
        {
            return Path.GetFullPath(given);
        }
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var shared = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(shared))
            {
                return shared;
            }
        }
        return null;
    }
}
