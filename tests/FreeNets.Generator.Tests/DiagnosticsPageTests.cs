extern alias generator;

using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FreeNets.Tests;
using generator::FreeNets.Generator;
using Microsoft.CodeAnalysis;

namespace FreeNets.Generator.Tests;

/// <summary>Every diagnostic, of the generator and of the build, has a section in docs/diagnostics.md and a help link to it.</summary>
public sealed partial class DiagnosticsPageTests
{
    private const string Build = "generator/FreeNets.Generator/build";
    private const string ObjectFileCheck = $"{Build}/CheckNativeCode.cs";

    private static readonly string[] s_targets = [$"{Build}/FreeNets.Generator.targets", $"{Build}/FreeNets.Native.targets"];

    private static readonly string[] s_sections =
        [.. Section().Matches(File.ReadAllText(Checkout.In("docs/diagnostics.md"))).Select(static match => match.Groups[1].Value)];

    private static DiagnosticDescriptor[] Descriptors { get; } = [.. typeof(FreeNetGenerator).Assembly
        .GetType("FreeNets.Generator.DiagnosticDescriptors", throwOnError: true)!
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static field => field.GetValue(null))
        .OfType<DiagnosticDescriptor>()];

    /// <summary>The errors and warnings of the targets.</summary>
    private static XElement[] Reports { get; } = [.. s_targets
        .SelectMany(static file => XDocument.Load(Checkout.In(file)).Descendants())
        .Where(static element => element.Name.LocalName is "Error" or "Warning")];

    private static string Address { get; } =
        XDocument.Load(Checkout.In($"{Build}/FreeNets.Generator.props")).Descendants("FreeNetHelpPage").Single().Value;

    [Fact]
    public void Every_id_has_one_section_and_every_section_an_id()
    {
        var ids = Descriptors.Select(static descriptor => descriptor.Id)
            .Concat(Reports.Select(static report => (string)report.Attribute("Code")!))
            .Concat(Id().Matches(File.ReadAllText(Checkout.In(ObjectFileCheck))).Select(static match => match.Value));
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), s_sections.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_section_has_the_title_of_its_descriptor()
    {
        var page = File.ReadAllText(Checkout.In("docs/diagnostics.md")).Replace('\n', ' ');
        Assert.All(Descriptors, descriptor =>
            Assert.Contains($"### {descriptor.Id}  **{descriptor.Title}.**", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_generators_help_links_lead_to_the_section() => Assert.All(Descriptors, static descriptor =>
        Assert.Equal($"{Address}#{descriptor.Id.ToLowerInvariant()}", descriptor.HelpLinkUri));

    [Fact]
    public void The_builds_help_links_lead_to_the_section() => Assert.All(Reports, static report => Assert.Equal(
        $"$(FreeNetHelpPage)#{((string)report.Attribute("Code")!).ToLowerInvariant()}", (string?)report.Attribute("HelpLink")));

    [Fact]
    public void The_check_of_native_code_gets_the_link_of_its_diagnostic()
    {
        var call = s_targets.SelectMany(static file => XDocument.Load(Checkout.In(file)).Descendants("CheckNativeCode")).Single();
        Assert.Equal("$(FreeNetHelpPage)#fn1010", (string?)call.Attribute("HelpLink"));
    }

    [GeneratedRegex("^### (FN[0-9]{4})$", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex("FN[0-9]{4}")]
    private static partial Regex Id();
}
