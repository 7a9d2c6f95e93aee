using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace FreeNets.EndToEnd.Tests;

/// <summary>
/// The compiler of the .NET 8 SDK, Roslyn 4.8, with the language of that SDK, C# 12: this project references that version.
/// </summary>
internal static class Net8Compiler
{
    /// <summary>Compiles a library of one model, and returns what the generator or the compiler complained about.</summary>
    /// <param name="generator">The generator's assembly.</param>
    /// <param name="model">The model file.</param>
    /// <param name="references">The framework's and the runtime's assemblies.</param>
    public static IEnumerable<string> Compile(string generator, string model, IEnumerable<string> references)
    {
        Assert.Equal(new Version(4, 8, 0, 0), typeof(CSharpCompilation).Assembly.GetName().Version);
        var language = CSharpParseOptions.Default
            .WithLanguageVersion(LanguageVersion.CSharp12)
            .WithPreprocessorSymbols("NET", "NET8_0", "NET8_0_OR_GREATER");
        var compilation = CSharpCompilation.Create(
            "Models",
            references: references.Select(static path => MetadataReference.CreateFromFile(path)),
            options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, warningLevel: 9999));
        var loaded = new AnalyzerFileReference(generator, new Loader());
        var driver = CSharpGeneratorDriver.Create(
            loaded.GetGenerators(LanguageNames.CSharp), [new ModelText(model)], language, new ModelOptions());

        driver.RunGeneratorsAndUpdateCompilation(compilation, out var compiled, out var faults);

        Assert.NotNull(compiled.GetTypeByMetadataName("FreeNets.Models.Sketch"));
        return faults.Concat(compiled.Emit(Stream.Null).Diagnostics)
            .Where(static diagnostic => diagnostic.Severity > DiagnosticSeverity.Info)
            .Select(static diagnostic => diagnostic.ToString());
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }

    private sealed class ModelText(string path) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(File.ReadAllText(path));
    }

    /// <summary>What build/FreeNets.Compiler.targets says about each model.</summary>
    private sealed class ModelOptions : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options([]);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
            new Options(new() { ["build_metadata.AdditionalFiles.FreeNetModel"] = "true" });
    }

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value) => values.TryGetValue(key, out value!);
    }
}
