using System.Xml.Linq;
using FreeNets.Tests;
using FreeNets.Trainer.Data.Idx;

namespace FreeNets.EndToEnd.Tests.Docs;

/// <summary>
/// A page's blocks in one folder: its XML makes one project there, its C# that project's program; shell blocks run in the page's order,
/// with <c>freenets</c> as the command that was built, and find C as <c>program.c</c>. A model, fashion.fnet, and a network of PyTorch,
/// policy.onnx, are there from the start.
/// </summary>
internal sealed class Page : IDisposable
{
    private static readonly string[] s_elements = ["PropertyGroup", "FreeNet", "PackageReference"];

    private readonly Workspace _workspace = new();
    private readonly FencedBlock[] _blocks;
    private readonly string _name;

    public Page(string name)
    {
        _name = name;
        _blocks = [.. FencedBlock.Read(File.ReadAllText(Repository.In(name))).Where(static block => block.NotRun is null)];
    }

    public static string FreeNets { get; } = typeof(DataSets).Assembly.Location;

    /// <summary>A network of PyTorch that is too large for the repository.</summary>
    public static string Network { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("FREENETS_INTEROP") is { Length: > 0 } given
            ? Path.GetFullPath(given)
            : Repository.In("../shared/interop"), "made/mnist-normalised.legacy.onnx");

    /// <summary>Whether the page begins with it, as model.onnx.</summary>
    public bool NeedsNetwork => Of("sh").Any(static block => block.Text.Contains(" model.onnx", StringComparison.Ordinal));

    public bool HasC => Of("c").Length > 0;

    public void Run()
    {
        Directory.CreateDirectory(_workspace.In("bin"));
        File.WriteAllText(_workspace.In("bin/freenets"), $"#!/bin/sh\nexec dotnet '{FreeNets}' \"$@\"\n");
        Command.Succeed(_workspace.Folder, "chmod", ["+x", "bin/freenets"]);
        File.Copy(Repository.In("runtime/samples/device/digits.fnet"), _workspace.In("fashion.fnet"));
        File.Copy(Repository.In("tests/FreeNets.Import.Tests/fixtures/actor-critic.legacy.onnx"), _workspace.In("policy.onnx"));
        if (NeedsNetwork)
        {
            File.Copy(Network, _workspace.In("model.onnx"));
        }

        WriteProject();
        foreach (var block in _blocks)
        {
            RunShell(block);
        }

        // Where a page has no C#, its project may be one that the page's own commands build.
        var published = Of("sh").Any(static block => block.Text.Contains("dotnet publish", StringComparison.Ordinal));
        if (Of("csharp").Length > 0 || (Of("xml").Length > 0 && !published))
        {
            Command.Succeed(_workspace.Folder, "dotnet", ["build", "-c", "Release", "-o", "built", "-v", "q", "--nologo"]);
            Command.Succeed(_workspace.Folder, "dotnet", ["built/MyApp.dll"]);
        }
    }

    public void Dispose() => _workspace.Dispose();

    private FencedBlock[] Of(string language) => [.. _blocks.Where(block => block.Language == language)];

    private void RunShell(FencedBlock block)
    {
        if (block.Language == "c")
        {
            File.WriteAllText(_workspace.In("program.c"), block.Text + "\n");
        }

        if (block.Language == "sh")
        {
            var path = $"PATH={_workspace.In("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
            var result = Command.Run(_workspace.Folder, "bash", ["-euo", "pipefail", "-c", block.Text], setting: path);
            Assert.True(result.ExitCode == 0, $"{_name}({block.Line}): {result.All}");
        }
    }

    // The blocks' elements, with the repository's own generator and runtime in the place of the packages.
    private void WriteProject()
    {
        var elements = Of("xml").SelectMany(static block => XElement.Parse($"<Page>{block.Text}</Page>").Elements()).ToArray();
        if (elements.Length == 0)
        {
            return;
        }

        var statements = Of("csharp").Where(static block => !IsFile(block)).ToArray();
        var groups = elements.Where(static element => element.Name == "PropertyGroup");
        var items = elements.Where(static element => element.Name == "FreeNet");
        Assert.All(elements, static element => Assert.Contains(element.Name.LocalName, s_elements));
        File.WriteAllText(_workspace.In("MyApp.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{Repository.In("generator/FreeNets.Generator/build/FreeNets.Generator.props")}" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>{(statements.Length > 0 ? "Exe" : "Library")}</OutputType>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              {string.Concat(groups)}
              <ItemGroup>
                {string.Concat(items)}
                <Reference Include="{typeof(Runtime.Logits).Assembly.Location}" />
                <Analyzer Include="{Repository.Generator}" />
              </ItemGroup>
              <Import Project="{Repository.In("generator/FreeNets.Generator/build/FreeNets.Generator.targets")}" />
            </Project>
            """);
        foreach (var block in Of("csharp").Where(IsFile))
        {
            File.WriteAllText(_workspace.In($"Line{block.Line}.cs"), block.Text);
        }

        if (statements.Length > 0)
        {
            File.WriteAllText(_workspace.In("Program.cs"), Program(statements));
        }
    }

    private static bool IsFile(FencedBlock block) => block.Text.StartsWith("namespace ", StringComparison.Ordinal);

    // Names of one block are its own, but for its using directives.
    private static string Program(FencedBlock[] blocks)
    {
        var usings = blocks.SelectMany(static block => block.Text.Split('\n')).Where(IsUsing).Distinct();
        var statements = blocks.Select(static block => string.Join('\n', block.Text.Split('\n').Where(static line => !IsUsing(line))));
        return $$"""
            namespace MyApp;

            {{string.Join('\n', usings)}}

            internal static class Program
            {
                private static void Main()
                {
            {{string.Concat(blocks.Zip(statements, static (block, text) => $"{{\n{block.Given}\n{text}\n}}\n"))}}
                }
            }
            """;
    }

    private static bool IsUsing(string line) =>
        line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=', StringComparison.Ordinal);
}
