using FreeNets.Tests;

namespace FreeNets.Import.Tests.Interop;

/// <summary>Networks that other programs made, which lie outside the repository.</summary>
internal static class InteropFolder
{
    /// <summary>
    /// <c>$FREENETS_INTEROP</c>, or <c>interop</c> beside <c>$FREENETS_DATA</c>, or <c>shared/interop</c> in a folder above the tests.
    /// </summary>
    private static readonly string? s_root = Find();

    /// <summary>A folder or file of it; the test is skipped where it is absent.</summary>
    public static string Require(string path)
    {
        var found = s_root is null ? null : Path.Combine(s_root, path);
        Need.Of(Requirement.Interop, Path.Exists(found), $"Needs {path} in $FREENETS_INTEROP, or in shared/interop beside the repository.");
        return found!;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("FREENETS_INTEROP") is { Length: > 0 } given)
        {
            return Path.GetFullPath(given);
        }

        if (Environment.GetEnvironmentVariable("FREENETS_DATA") is { Length: > 0 } data
            && Path.Combine(data, "..", "interop") is var beside
            && Directory.Exists(beside))
        {
            return Path.GetFullPath(beside);
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "shared", "interop") is var shared && Directory.Exists(shared))
            {
                return shared;
            }
        }

        return null;
    }
}
