using FreeNets.Tests;

namespace FreeNets.EndToEnd.Tests;

/// <summary>The tests that share the packages.</summary>
[CollectionDefinition(Name)]
public sealed class PackageFeedTests : ICollectionFixture<PackageFeed>
{
    public const string Name = "packages";
}

/// <summary>
/// The packages, packed once into a folder outside the repository, and the templates among them, installed apart from the user's own.
/// Projects below <see cref="Workspace"/> get FreeNets packages from that folder alone, through a cache that starts empty.
/// </summary>
public sealed class PackageFeed : IDisposable
{
    private readonly Workspace _workspace = new();

    public PackageFeed()
    {
        // All but the trainer's tool, which carries libtorch.
        Command.Succeed(_workspace.Folder, "dotnet", [
            "pack", Repository.In("generator/FreeNets.Packages.slnf"), "-c", "Release", "-p:ContinuousIntegrationBuild=true",
            "--artifacts-path", In("artifacts"), "-o", Folder]);
        File.WriteAllText(In("nuget.config"), Sources());
        Dotnet(".", "new", "install", Package("FreeNets.Templates"), "--debug:custom-hive", In("templates"));
    }

    /// <summary>Where the packages are.</summary>
    public string Folder => In("feed");

    /// <summary>A path in the workspace.</summary>
    public string In(string path) => _workspace.In(path);

    /// <summary>The package with this id.</summary>
    public string Package(string id) => Directory.GetFiles(Folder, $"{id}.?.*.nupkg").Single();

    /// <summary>Where a package that some project needed was unpacked.</summary>
    public string Restored(string id) => Directory.GetDirectories(In($"packages/{id}")).Single();

    /// <summary>Runs dotnet in a folder of the workspace.</summary>
    public string Dotnet(string folder, params string[] arguments) =>
        Command.Succeed(In(folder), "dotnet", arguments, setting: $"NUGET_PACKAGES={In("packages")}");

    /// <summary>Makes a project from a template, in a folder of its name.</summary>
    public void New(string template, string name, params string[] options) =>
        Dotnet(".", ["new", template, "-o", name, "--no-restore", "--debug:custom-hive", In("templates"), .. options]);

    public void Dispose() => _workspace.Dispose();

    // The SDK's own packages come from the registry, or from where this machine keeps those that it has seen.
    private static string Sources()
    {
        var seen = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="packed" value="feed" />
                <add key="seen" value="{Directory.CreateDirectory(seen).FullName}" />
                <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />
              </packageSources>
              <packageSourceMapping>
                <packageSource key="packed"><package pattern="FreeNets.*" /></packageSource>
                <packageSource key="seen"><package pattern="*" /></packageSource>
                <packageSource key="nuget.org"><package pattern="*" /></packageSource>
              </packageSourceMapping>
            </configuration>
            """;
    }
}
