using System.Reflection;
using System.Runtime.Loader;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.EndToEnd.Tests;

/// <summary>
/// What becomes of <c>&lt;FreeNet&gt;</c> items in projects of all kinds: a class, or one error that says why there is none.
/// </summary>
[Collection(PackageFeedTests.Name)]
public sealed class ItemTests(PackageFeed feed)
{
    private const string Item = """<FreeNet Include="a.fnet" Class="First" />""";

    [Fact]
    public void Items_of_every_place_become_classes_and_content_decides_when()
    {
        Project("Places", $"""<ItemGroup>{Item}<FreeNet Include="A.fnet" Class="Second" /></ItemGroup>""", """
            <Target Name="Add" BeforeTargets="FreeNetAddFiles">
              <ItemGroup><FreeNet Include="c.fnet" Class="Fourth" Isa="avx2;scalar" /></ItemGroup>
            </Target>
            """);
        File.WriteAllText(feed.In("Places/Directory.Build.targets"), """
            <Project><ItemGroup><FreeNet Include="b.fnet" Class="Third" /></ItemGroup></Project>
            """);
        Assert.All(["A.fnet", "b.fnet", "c.fnet"], file => Save($"Places/{file}", seed: 1));

        feed.Dotnet("Places", "build");
        Assert.Equal(["First", "Fourth", "Second", "Third"], Names("Places").Keys.Order(StringComparer.Ordinal));

        // In place by its content alone: the file is older than all that was built.
        Save("Places/a.fnet", seed: 2);
        File.SetLastWriteTimeUtc(feed.In("Places/a.fnet"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        feed.Dotnet("Places", "build", "--no-restore");
        Assert.Equal(("random-2", "random-1"), (Names("Places")["First"], Names("Places")["Second"]));

        // And nothing is done where nothing changed.
        var built = File.GetLastWriteTimeUtc(feed.In("Places/obj/Debug/net10.0/Places.dll"));
        feed.Dotnet("Places", "build", "--no-restore");
        Assert.Equal(built, File.GetLastWriteTimeUtc(feed.In("Places/obj/Debug/net10.0/Places.dll")));
    }

    [Fact]
    public void A_users_types_and_project_may_be_called_like_the_frameworks()
    {
        Project("Demo.Avx2", $"""<ItemGroup>{Item}<FreeNet Include="b.fnet" Class="digits" /></ItemGroup>""");
        Save("Demo.Avx2/b.fnet", seed: 2);
        File.WriteAllText(
            feed.In("Demo.Avx2/Unsafe.cs"), "namespace Demo.Avx2 { internal static class Unsafe; internal static class System; }");
        feed.Dotnet("Demo.Avx2", "build", "-warnaserror");
    }

    [Fact]
    public void An_item_that_comes_too_late_is_an_error()
    {
        Project("Late", "", $"""<Target Name="Add" BeforeTargets="CoreCompile"><ItemGroup>{Item}</ItemGroup></Target>""");
        AssertError("Late", "FN1006", "a.fnet. Give that target BeforeTargets=\"FreeNetAddFiles\"");
    }

    [Fact]
    public void A_name_that_does_not_reach_the_compiler_is_an_error()
    {
        Project("Tab", """<ItemGroup><FreeNet Include="*.fnet" /></ItemGroup>""");
        File.Move(feed.In("Tab/a.fnet"), feed.In("Tab/a\tb.fnet"));
        AssertError("Tab", "FN0017", "rename the file");
    }

    [Theory]
    [InlineData("fsproj", "F#")]
    [InlineData("vbproj", "VB")]
    public void A_project_of_another_language_is_told_where_models_go(string extension, string language)
    {
        Project(extension, $"<ItemGroup>{Item}</ItemGroup>", extension: extension);
        AssertError(extension, "FN1005", $"{extension}.{extension} is written in {language}. Put them into a C# class library");
    }

    [Fact]
    public void A_network_of_another_program_is_told_how_it_becomes_a_model()
    {
        Project("Foreign", """<ItemGroup><FreeNet Include="policy.onnx" /></ItemGroup>""");
        AssertError("Foreign", "FN1008", "Import it with 'freenets import policy.onnx -o policy.fnet', and include policy.fnet.");
    }

    [Fact]
    public void An_earlier_framework_is_refused_before_anything_is_compiled()
    {
        Project("Standard", $"<ItemGroup>{Item}</ItemGroup>", framework: "netstandard2.1");
        AssertError("Standard", "NU1202", "supports: net8.0");
    }

    [Fact]
    public void A_library_that_keeps_the_runtime_to_itself_is_warned()
    {
        Project("Keeps", $"<ItemGroup>{Item}</ItemGroup>", assets: "PrivateAssets=\"all\"");
        Assert.Contains("warning FN1007: "
            + "PrivateAssets of FreeNets.Compiler keeps FreeNets.Runtime", feed.Dotnet("Keeps", "build"), StringComparison.Ordinal);

        Project(
            "Keeps", $"""<ItemGroup>{Item}<PackageReference Include="FreeNets.Runtime" Version="{Repository.Version}" /></ItemGroup>""",
            assets: "PrivateAssets=\"all\"");
        Assert.DoesNotContain("FN1007", feed.Dotnet("Keeps", "build"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait(Long.Name, Long.Value)]
    public void Templates_build_where_versions_are_managed_centrally()
    {
        Directory.CreateDirectory(feed.In("Central"));
        File.WriteAllText(feed.In("Central/Directory.Packages.props"), """
            <Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup></Project>
            """);
        feed.New("freenets-model", "Central/Model");
        feed.New("freenets-device", "Central/Device");
        feed.Dotnet("Central/Model", "build", "-warnaserror");
        feed.Dotnet("Central/Device", "build", "-warnaserror", "-p:PublishAot=false");
    }

    /// <summary>Writes a project, with a model a.fnet beside it.</summary>
    private void Project(
        string name, string items, string targets = "", string extension = "csproj", string framework = "net10.0", string assets = "")
    {
        Directory.CreateDirectory(feed.In(name));
        File.WriteAllText(feed.In($"{name}/{name}.{extension}"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>{framework}</TargetFramework></PropertyGroup>
              {items}
              <ItemGroup>
                <PackageReference Include="FreeNets.Compiler" Version="{Repository.Version}" {assets} />
              </ItemGroup>
              {targets}
            </Project>
            """);
        Save($"{name}/a.fnet", seed: 1);
    }

    private void Save(string path, int seed) =>
        FnetFile.Save(RandomNets.Create(seed, inputs: 7, neurons: 5, outputs: 2, density: 0.6), feed.In(path));

    private void AssertError(string project, string id, string message)
    {
        var build = Command.Run(feed.In(project), "dotnet", ["build"], setting: $"NUGET_PACKAGES={feed.In("packages")}");
        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains($"error {id}: ", build.Output, StringComparison.Ordinal);
        Assert.Contains(message, build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("error CS", build.Output, StringComparison.Ordinal);
    }

    /// <summary>The models' names by class. From a copy in memory, since the file is written again.</summary>
    private Dictionary<string, string> Names(string project)
    {
        var context = new AssemblyLoadContext(name: null, isCollectible: true);
        var assembly = context.LoadFromStream(new MemoryStream(File.ReadAllBytes(feed.In($"{project}/bin/Debug/net10.0/{project}.dll"))));
        return assembly.GetExportedTypes().ToDictionary(
            static type => type.Name,
            static type => (string)type.GetField("Name", BindingFlags.Public | BindingFlags.Static)!.GetRawConstantValue()!);
    }
}
