namespace FreeNets.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Checkout
{
    private const string Solution = "FreeNets.Compiler.sln";

    public static string Root { get; } = FindRoot();

    /// <summary>The absolute path of a file or folder, given from the root.</summary>
    public static string In(string path) => Path.Combine(Root, path);

    /// <summary>Files below a folder that match a pattern, by their path from that folder, without what builds leave behind.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(In(folder), pattern, SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(In(folder), path).Replace('\\', '/'))
        .Where(static path => !path.Split('/').Any(static part => part is "obj" or "bin" or "artifacts" or ".git"))
        .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"{Solution} is in no folder above {AppContext.BaseDirectory}.");
    }
}
