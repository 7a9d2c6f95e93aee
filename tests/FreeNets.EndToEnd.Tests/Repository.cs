namespace FreeNets.EndToEnd.Tests;

/// <summary>Where things are in the checkout that the tests were built from.</summary>
internal static class Repository
{
    private const string Solution = "FreeNets.Compiler.sln";

    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release, as the tests themselves were built.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Generator { get; } = In($"generator/FreeNets.Generator/bin/{Configuration}/netstandard2.0/FreeNets.Generator.dll");

    public static string In(string path) => Path.Combine(Root, path);

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
