using FreeNets.Model;
using FreeNets.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FreeNets.Generator.Tests;

/// <summary>What a project's own settings mean for its models, and what is said where they leave no class.</summary>
public class ProjectFaultsTests
{
    private static readonly string s_text = FnetWriter.Write(RandomNets.Create(seed: 1, inputs: 7, neurons: 5, outputs: 2, density: 0.6));

    private static readonly ModelItem s_item = new("/models/random.fnet", s_text);

    [Theory]
    [InlineData("", "Camera", "Camera.Random1")]
    [InlineData("", "my-camera", "my_camera.Random1")]
    [InlineData("my-camera", "other", "my_camera.Random1")]
    [InlineData("", "3d.my camera+", "_3d.my_camera_.Random1")]
    [InlineData("Shop.event", "", "Shop._event.Random1")]
    [InlineData("Größe.模型", "", "Größe.模型.Random1")]
    [InlineData("..", "", "FreeNets.Models.Random1")]
    public void Without_a_namespace_of_its_own_a_class_is_in_the_projects(string rootNamespace, string name, string expected)
    {
        var run = new GeneratorRun(new ProjectSettings { RootNamespace = rootNamespace, Name = name }, s_item);
        Assert.Empty(run.Diagnostics);
        Assert.NotNull(run.Load().GetType(expected));
    }

    [Fact]
    public void An_earlier_language_is_one_error_that_names_the_remedy()
    {
        var run = new GeneratorRun(
            new ProjectSettings { Language = LanguageVersion.CSharp11 }, s_item,
            s_item with { Path = "/models/other.fnet", Class = "Other" });
        var diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal(("FN0018", DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.Severity));
        Assert.Contains("C# 12 or later. Remove LangVersion", diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Empty(run.FileNames);
    }

    [Fact]
    public void An_item_that_the_compiler_does_not_find_is_an_error_that_names_it()
    {
        var run = new GeneratorRun(s_item, new ModelItem("/models/a\tb.fnet", s_text) { IsModel = false });
        var diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("FN0017", diagnostic.Id);
        Assert.StartsWith("Of the project's <FreeNet> items, 2, the compiler finds 1, "
            + "and not a?b.fnet.", diagnostic.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_that_differ_in_case_alone_are_errors()
    {
        var run = new GeneratorRun(s_item with { Class = "Eyes" }, s_item with { Path = "/models/other.fnet", Class = "eyes" });
        Assert.Equal(["FN0010", "FN0010"], run.Diagnostics.Select(static diagnostic => diagnostic.Id));
    }

    [Theory]
    [InlineData("Sse")]
    [InlineData("Unsafe")]
    [InlineData("digits")]
    public void A_class_may_be_called_what_the_framework_or_a_user_calls_a_type(string name) =>
        Assert.NotNull(new GeneratorRun(s_item with { Class = name }).Load().GetType($"My.Device.{name}"));

    [Theory]
    [InlineData("nint", "is a word of C#; choose another name.")]
    [InlineData("extension", "is a word of C#; choose another name.")]
    [InlineData("NearWeights", "is the name of a member of the generated class; choose another name.")]
    [InlineData("a-b", "is not a C# class name of ASCII letters, digits and underscores.")]
    public void A_class_name_that_is_refused_is_told_why(string name, string reason) => Assert.StartsWith(
        $"Class=\"{name}\" {reason}", Assert.Single(new GeneratorRun(s_item with { Class = name }).Diagnostics)
            .GetMessage(null), StringComparison.Ordinal);

    [Fact]
    public void A_model_that_takes_the_compiler_long_is_a_warning_with_an_estimate_unless_its_size_was_allowed()
    {
        // 15 MB of constants.
        var net = RandomNets.Create(seed: 1, inputs: 3_900, neurons: 1_000, outputs: 1, density: 0);
        var item = new ModelItem("/models/large.fnet", FnetWriter.Write(net)) { Isa = "scalar" };
        var diagnostic = Assert.Single(new GeneratorRun(item).Diagnostics);
        Assert.Equal(("FN0016", DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.Severity));
        Assert.Matches("about [0-9]+ seconds and [0-9]+ GB of memory\\. .* MaxBytes=\"[0-9]+\"", diagnostic.GetMessage(null));

        var allowed = new GeneratorRun(item with { MaxBytes = "20000000" });
        Assert.Empty(allowed.Diagnostics);
        Assert.NotEmpty(allowed.FileNames);

        var tooLarge = Assert.Single(new GeneratorRun(item with { MaxBytes = "1000000" }).Diagnostics);
        Assert.Equal("FN0014", tooLarge.Id);
        Assert.StartsWith("The weights and tables take at least 15,6", tooLarge.GetMessage(null), StringComparison.Ordinal);
    }
}
