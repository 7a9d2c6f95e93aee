using System.Reflection;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Generator.Tests;

/// <summary>What the generator adds when the project becomes a native library.</summary>
public class NativeFilesTests
{
    private const string Header = "FreeNets.Native.Header.g.cs";

    private static readonly string s_text = Write(RandomNets.Create(seed: 1, inputs: 7, neurons: 5, outputs: 3, density: 0.5));

    [Fact]
    public void A_library_exports_entries_for_every_model_and_documents_their_functions()
    {
        var run = new GeneratorRun(
            "edge", new ModelItem("/a.fnet", s_text) { Class = "Alpha" },
            new ModelItem("/b.fnet", s_text) { Class = "Beta", Native = "b2" });
        Assert.Empty(run.Diagnostics);
        var entries = run.Load()
            .GetTypes()
            .Where(static type => type.Name == "NativeEntries")
            .SelectMany(static type => type.GetMethods(BindingFlags.NonPublic | BindingFlags.Static));
        Assert.Contains("FreeNets_alpha_predict", entries.Select(EntryPoint));
        Assert.Contains("FreeNets_b2_predict_batch", entries.Select(EntryPoint));
        Assert.Contains("//|#ifndef FREENET_EDGE_H\n", run.Text(Header), StringComparison.Ordinal);
        Assert.Contains("//|int32_t alpha_classify(const float *input, size_t input_count);\n", run.Text(Header), StringComparison.Ordinal);
        Assert.Contains("//|#define B2_INPUTS 7\n", run.Text(Header), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_projects_have_no_trace_of_it()
    {
        var run = new GeneratorRun(new ModelItem("/a.fnet", s_text));
        Assert.DoesNotContain(run.FileNames, static name => name.Contains("Native", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Net", "FN0009")]
    [InlineData("1net", "FN0009")]
    [InlineData("net;system", "FN0009")]
    [InlineData("other", "FN0010")]
    public void A_prefix_that_is_no_c_name_or_taken_is_an_error(string native, string id)
    {
        var run = new GeneratorRun(
            "edge", new ModelItem("/a.fnet", s_text) { Class = "Alpha", Native = native },
            new ModelItem("/b.fnet", s_text) { Class = "Other" });
        Assert.All(run.Diagnostics, diagnostic => Assert.Equal(id, diagnostic.Id));
        Assert.Contains(run.Diagnostics, static diagnostic => diagnostic.Location.GetLineSpan().Path == "/a.fnet");
    }

    [Theory]
    [InlineData("my-lib", "my_lib")]
    [InlineData("my-lib", "my+lib")]
    [InlineData("Edge", "edge")]
    public void Two_libraries_have_two_header_guards_which_are_c_names(string library, string other)
    {
        var guards = new[] { library, other }.Select(Guard).ToArray();
        Assert.All(guards, static guard => Assert.Matches("^FREENET_[A-Z0-9_]+_H$", guard));
        Assert.NotEqual(guards[0], guards[1]);
    }

    [Fact]
    public void A_prefix_that_begins_like_an_entry_shares_no_symbol_with_it()
    {
        var run = new GeneratorRun(
            "edge", new ModelItem("/a.fnet", s_text) { Class = "Alpha", Native = "a" },
            new ModelItem("/b.fnet", s_text) { Class = "Beta", Native = "freenets_a" });
        Assert.Empty(run.Diagnostics);
        var functions = run.Text("FreeNets.Native.Source.g.cs").Split('\n')
            .Select(
                static line =>
                    System.Text.RegularExpressions.Regex.Match(line, @"^//\|(?:extern )?(?:void|int\d\d_t|const char \*) ?\*?(\w+)\([^)]"))
            .Where(static match => match.Success)
            .Select(static match => match.Groups[1].Value)
            .Where(static name => !name.StartsWith("__", StringComparison.Ordinal))
            .ToArray();
        Assert.Contains("freenets_a_predict", functions);
        Assert.Equal(functions.Distinct().Count(), functions.Length);
    }

    [Fact]
    public void Names_and_labels_cannot_leave_their_comment_or_literal()
    {
        var net = RandomNets.Create(seed: 1, inputs: 7, neurons: 5, outputs: 3, density: 0.5) with
        {
            Name = "*/ int evil; /* ??/",
            Labels = new[] { "\"; int evil;", "back\\slash", "é??/" },
        };
        var run = new GeneratorRun("edge", new ModelItem("/a.fnet", Write(net)) { Class = "Alpha" });
        Assert.Contains("/* ---- __ int evil; __ ___ ----\n", run.Text(Header), StringComparison.Ordinal);
        var source = run.Text("FreeNets.Native.Source.g.cs");
        Assert.Contains("//|  \"\\042; int evil;\",\n", source, StringComparison.Ordinal);
        Assert.Contains("//|  \"back\\134slash\",\n", source, StringComparison.Ordinal);
        var module = run.Text("FreeNets.Native.Python.g.cs");
        Assert.Contains("//|    labels = (\"\\U00000022; int evil;\", \"back\\U0000005cslash\", "
            + "\"\\U000000e9??/\",)\n", module, StringComparison.Ordinal);
        Assert.Contains("//|    \"\"\"*/ int evil; /* ??/: 7 inputs,", module, StringComparison.Ordinal);
        Assert.Contains("//|    Labels: _; int evil;, back_slash, _??/.\n", module, StringComparison.Ordinal);
        Assert.Contains("//|  \"\\303\\251\\077\\077/\",\n", source, StringComparison.Ordinal);
    }

    private static string Guard(string library) => new GeneratorRun(library, new ModelItem("/a.fnet", s_text))
        .Text(Header)
        .Split('\n')
        .Single(
            static line => line.StartsWith("//|#ifndef FREENET_", StringComparison.Ordinal)
                && line.EndsWith("_H", StringComparison.Ordinal))["//|#ifndef ".Length..];

    private static string? EntryPoint(MethodInfo method) =>
        method.GetCustomAttribute<System.Runtime.InteropServices.UnmanagedCallersOnlyAttribute>()?.EntryPoint;

    private static string Write(FreeNet net) => FnetWriter.Write(net);
}
