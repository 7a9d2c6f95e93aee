using FreeNets.Tests;

namespace FreeNets.EndToEnd.Tests;

/// <summary>Where things are in the checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root => Checkout.Root;

    /// <summary>Debug or Release, as the tests themselves were built.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Generator { get; } = In($"generator/FreeNets.Generator/bin/{Configuration}/netstandard2.0/FreeNets.Generator.dll");

    /// <summary>The version of all packages.</summary>
    public static string Version { get; } = typeof(Model.FreeNet).Assembly.GetName().Version!.ToString(3);

    public static string In(string path) => Checkout.In(path);
}
