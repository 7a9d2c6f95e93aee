extern alias generator;

using System.Collections.Immutable;
using System.Text;
using FreeNets.Tests;
using generator::FreeNets.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace FreeNets.Generator.Tests;

/// <summary>A project with model files, run through the generator.</summary>
internal sealed class GeneratorRun
{
    private readonly Dictionary<string, ModelText> _texts;
    private GeneratorDriver _driver;
    private CSharpCompilation _compilation = CSharpHost.Compilation("namespace User; internal static class Program;");

    public GeneratorRun(params ModelItem[] items)
        : this(library: "", items)
    {
    }

    /// <summary>A project that becomes the native library of this name.</summary>
    public GeneratorRun(string library, params ModelItem[] items)
        : this(new ProjectSettings { Library = library }, items)
    {
    }

    public GeneratorRun(ProjectSettings settings, params ModelItem[] items)
    {
        _texts = items.ToDictionary(static item => item.Path, static item => new ModelText(item));
        _driver = CSharpGeneratorDriver
            .Create(
                [new FreeNetGenerator().AsSourceGenerator()],
                _texts.Values,
                new CSharpParseOptions(settings.Language),
                new Options(settings, items),
                new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true))
            .RunGenerators(_compilation);
    }

    public GeneratorDriverRunResult Result => _driver.GetRunResult();

    public ImmutableArray<Diagnostic> Diagnostics => Result.Diagnostics;

    public IEnumerable<string> FileNames => Result.Results.Single().GeneratedSources.Select(static source => source.HintName);

    /// <summary>The text of one generated file.</summary>
    public string Text(string name) =>
        Result.Results.Single().GeneratedSources.Single(source => source.HintName == name).SourceText.ToString();

    /// <summary>The project with the generated code; fails on any warning.</summary>
    public System.Reflection.Assembly Load() =>
        CSharpHost.Load(_compilation.AddSyntaxTrees(Result.GeneratedTrees));

    /// <summary>Adds a source file that has nothing to do with any model, and runs again.</summary>
    public GeneratorRun TouchUnrelatedSource()
    {
        _compilation = _compilation.AddSyntaxTrees(
            CSharpSyntaxTree.ParseText("internal class Unrelated;", new CSharpParseOptions(LanguageVersion.CSharp12)));
        _driver = _driver.RunGenerators(_compilation);
        return this;
    }

    /// <summary>Gives a model file another text, and runs again.</summary>
    public GeneratorRun Rewrite(string path, string text)
    {
        var changed = new ModelText(new ModelItem(path, text));
        _driver = _driver.ReplaceAdditionalText(_texts[path], changed).RunGenerators(_compilation);
        _texts[path] = changed;
        return this;
    }

    /// <summary>Why each output of a step was or was not made anew, in the last run.</summary>
    public IEnumerable<IncrementalStepRunReason> Reasons(string step) =>
        Result.Results.Single().TrackedSteps[step].SelectMany(static run => run.Outputs).Select(static output => output.Reason);

    private sealed class ModelText(ModelItem item) : AdditionalText
    {
        public override string Path => item.Path;

        public override SourceText? GetText(CancellationToken cancellationToken = default) =>
            item.Text is null ? null : SourceText.From(item.Text, Encoding.UTF8);
    }

    private sealed class Options(ProjectSettings settings, IEnumerable<ModelItem> items) : AnalyzerConfigOptionsProvider
    {
        private readonly Dictionary<string, ModelItem> _items = items.ToDictionary(static item => item.Path);

        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(new()
        {
            ["build_property.RootNamespace"] = settings.RootNamespace,
            ["build_property.MSBuildProjectName"] = settings.Name,
            ["build_property.FreeNetLibrary"] = settings.Library,
            ["build_property.FreeNetCount"] = items.Count(static item => item.IsItem)
                .ToString(System.Globalization.CultureInfo.InvariantCulture),
        });

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values([]);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile)
        {
            var item = _items[textFile.Path];
            return new Values(new()
            {
                ["build_metadata.AdditionalFiles.FreeNetModel"] = item.IsModel ? "true" : "",
                ["build_metadata.AdditionalFiles.FreeNetClass"] = item.Class,
                ["build_metadata.AdditionalFiles.FreeNetNamespace"] = item.Namespace,
                ["build_metadata.AdditionalFiles.FreeNetIsa"] = item.Isa,
                ["build_metadata.AdditionalFiles.FreeNetPrecision"] = item.Precision,
                ["build_metadata.AdditionalFiles.FreeNetVisibility"] = item.Visibility,
                ["build_metadata.AdditionalFiles.FreeNetBatch"] = item.Batch,
                ["build_metadata.AdditionalFiles.FreeNetMaxBytes"] = item.MaxBytes,
                ["build_metadata.AdditionalFiles.FreeNetNative"] = item.Native,
            });
        }
    }

    private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) =>
            values.TryGetValue(key, out value);
    }
}

/// <summary>What a project says beside its items.</summary>
internal sealed record ProjectSettings
{
    public string RootNamespace { get; init; } = "My.Device";

    public string Name { get; init; } = "Device";

    /// <summary>The native library that it becomes; empty for none.</summary>
    public string Library { get; init; } = "";

    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp12;
}

/// <summary>A <c>&lt;FreeNet&gt;</c> item.</summary>
internal sealed record ModelItem(string Path, string? Text)
{
    public string Class { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Isa { get; init; } = "";

    public string Precision { get; init; } = "";

    public string Visibility { get; init; } = "";

    public string Batch { get; init; } = "";

    public string MaxBytes { get; init; } = "";

    public string Native { get; init; } = "";

    /// <summary>Whether the compiler finds the file's metadata.</summary>
    public bool IsModel { get; init; } = true;

    /// <summary>Whether it is among the project's items.</summary>
    public bool IsItem { get; init; } = true;
}
