using System.Reflection;
using System.Xml.Linq;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.EndToEnd.Tests;

/// <summary>Projects outside the repository whose owners want every warning as an error, or nothing of a model yet.</summary>
[Collection(PackageFeedTests.Name)]
public sealed class StrictProjectTests(PackageFeed feed)
{
    private const string Settings = """
        <PropertyGroup>
          <TargetFramework>net10.0</TargetFramework>
          <Nullable>enable</Nullable>
          <AnalysisLevel>latest-all</AnalysisLevel>
          <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
          <WarningLevel>9999</WarningLevel>
          <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          <GenerateDocumentationFile>true</GenerateDocumentationFile>
          <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
        </PropertyGroup>
        """;

    private const string Models = """
        <ItemGroup>
          <FreeNet Include="plain.fnet" />
          <FreeNet Include="small.fnet" Class="Small" Namespace="Shop.Inner" Visibility="internal" Precision="int8"
                   Isa="avx2;vector128;scalar" Batch="false" MaxBytes="60000" />
          <FreeNet Include="half.fnet" Class="Half" Precision="bfloat16" Isa="avx512,scalar" />
          <AssemblyAttribute Include="System.CLSCompliant"><_Parameter1>false</_Parameter1><_Parameter1_IsLiteral>true</_Parameter1_IsLiteral></AssemblyAttribute>
        </ItemGroup>
        """;

    [Fact]
    public void Several_models_without_csharp_build_at_the_highest_analysis_level_and_are_documented()
    {
        var net = RandomNets.Create(seed: 31, inputs: 196, neurons: 40, outputs: 10, density: 0.3);
        FnetFile.Save(net with { Name = "plain", Provenance = Provenance }, Project("Shop", Models, "plain.fnet"));
        File.Copy(feed.In("Shop/plain.fnet"), feed.In("Shop/small.fnet"));
        var wide = new InputDomain { Type = InputType.Float32, Minimum = -1, Maximum = 2.5f, Mean = 0, Scale = 1 };
        FnetFile.Save(
            RandomNets.Create(seed: 32, inputs: 20, neurons: 12, outputs: 3, density: 0.5, domain: wide), feed.In("Shop/half.fnet"));

        feed.Dotnet("Shop", "build");

        var assembly = Assembly.LoadFrom(feed.In("Shop/bin/Debug/net10.0/Shop.dll"));
        Assert.Equal(
            ["Shop.Half", "Shop.Plain"], assembly.GetExportedTypes().Select(static type => type.FullName).Order(StringComparer.Ordinal));
        Assert.NotNull(assembly.GetType("Shop.Inner.Small"));
        Assert.NotEmpty(Directory.GetFiles(feed.In("Shop/obj"), "Shop.Half.Avx512.g.cs", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(feed.In("Shop/obj"), "Shop.Half.Avx2.g.cs", SearchOption.AllDirectories));

        var documentation = XDocument.Load(feed.In("Shop/bin/Debug/net10.0/Shop.xml")).Descendants("member")
            .ToDictionary(static member => (string)member.Attribute("name")!, static member => member.Value);
        var plain = documentation["T:Shop.Plain"];
        Assert.All(
            [
                "196 inputs, 40 neurons, 10 outputs. Test accuracy 97.34 % on sketches.",
                "Inputs: [196] raw values from 0 to 255.",
                $"Graph: {net.Graph.EdgeCount} of 780 edges.",
                $"FLOPs: {MultiplyAdds.Live(net).Flops:N0} a sample; {MultiplyAdds.Dense(net).Flops:N0} with every edge.",
                "bytes of weights and tables.",
                "Provenance: trained on sketches, 20 epochs, epsilon 0.25, seed 7, by freenets 0.1.0.",
                "File: plain.fnet, SHA-256 ",
            ],
            text => Assert.Contains(text, plain, StringComparison.Ordinal));
        Assert.Contains("Inputs: [20] raw values from -1 to 2.5.", documentation["T:Shop.Half"], StringComparison.Ordinal);
        Assert.Contains(
            "[20] raw values from -1 to 2.5.",
            documentation.Single(static member => member.Key.StartsWith("M:Shop.Half.Predict(", StringComparison.Ordinal))
                .Value, StringComparison.Ordinal);
        Assert.Contains("integers", documentation["T:Shop.Inner.Small"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_without_a_model_builds_as_ever_and_is_no_native_library()
    {
        Project("Empty", "", "none");
        Assert.DoesNotContain("warning", feed.Dotnet("Empty", "build", "-p:FreeNetNative=true"), StringComparison.Ordinal);
        var publish = Command.Run(feed.In("Empty"), "dotnet", ["publish", "--no-restore", "-c", "Debug", "-p:FreeNetNative=true"]);
        Assert.Equal(1, publish.ExitCode);
        Assert.Contains("error FN1002: FreeNetNative makes a native library of models, "
            + "and Empty.csproj has none.", publish.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void One_file_twice_is_an_error_and_not_one_class_less()
    {
        Project("Twice", """<ItemGroup><FreeNet Include="a.fnet" /><FreeNet Include="../Twice/a.fnet" Class="B" /></ItemGroup>""", "none");
        var build = Command.Run(feed.In("Twice"), "dotnet", ["build"]);
        Assert.Equal(1, build.ExitCode);
        Assert.Contains("error FN1001: Two <FreeNet> items have the same file", build.Output, StringComparison.Ordinal);
    }

    private static Provenance Provenance => new()
    {
        DataSet = "sketches",
        Epochs = 20,
        Epsilon = 0.25,
        Seed = 7,
        TestAccuracy = 0.9734,
        Tool = "freenets 0.1.0",
    };

    /// <summary>Writes a strict project with these items, and returns the path of a file beside it.</summary>
    private string Project(string name, string items, string file)
    {
        Directory.CreateDirectory(feed.In(name));
        File.WriteAllText(feed.In($"{name}/{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              {Settings}
              {items}
              <ItemGroup>
                <PackageReference Include="FreeNets.Compiler" Version="{Repository.Version}" />
              </ItemGroup>
            </Project>
            """);
        return feed.In($"{name}/{file}");
    }
}
