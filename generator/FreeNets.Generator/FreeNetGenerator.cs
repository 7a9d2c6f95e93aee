using FreeNets.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FreeNets.Generator;

/// <summary>
/// Turns every <c>&lt;FreeNet&gt;</c> item of a project into a class. Reads, compiles, reports; all thinking is in the compiler.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class FreeNetGenerator : IIncrementalGenerator
{
    /// <summary>Names of the tracked steps, which tests of caching refer to.</summary>
    public static class Steps
    {
        /// <summary>The model files with their options.</summary>
        public const string Models = nameof(Models);

        /// <summary>The generated sources or faults of each model.</summary>
        public const string Compilations = nameof(Compilations);

        /// <summary>Class names that more than one model wants.</summary>
        public const string SharedNames = nameof(SharedNames);
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // The items' files, with the metadata that names their classes.
        IncrementalValuesProvider<ModelFile> models = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Where(static pair => ModelFile.IsModel(pair.Left, pair.Right))
            .Select(static (pair, cancellation) => ModelFile.Read(pair.Left, pair.Right, cancellation))
            .WithTrackingName(Steps.Models);

        // Their code, or what is wrong with them. The expensive step: it re-runs only for a file that changed.
        IncrementalValuesProvider<ModelCompilation> compilations = models
            .Select(static (model, _) => ModelCompilation.Of(model))
            .WithTrackingName(Steps.Compilations);

        // Names that would make two classes into one.
        IncrementalValueProvider<EquatableArray<string>> sharedNames = compilations
            .SelectMany(static (compilation, _) => new[] { compilation.FullName, compilation.NativeName })
            .Collect()
            .Select(static (names, _) => ModelCompilation.SharedNames(names))
            .WithTrackingName(Steps.SharedNames);

        // Whether the project's language has what generated code is written in.
        IncrementalValueProvider<bool> isLanguageKnown = context.ParseOptionsProvider
            .Select(static (options, _) => options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp12 });

        context.RegisterSourceOutput(
            compilations.Combine(sharedNames).Combine(isLanguageKnown),
            static (output, pair) =>
            {
                if (pair.Right)
                {
                    pair.Left.Left.Report(output, pair.Left.Right);
                }
            });

        // What keeps items from becoming classes, once for the project.
        context.RegisterSourceOutput(
            context.AdditionalTextsProvider
                .Combine(context.AnalyzerConfigOptionsProvider)
                .Select(static (pair, _) => new ProjectFile(pair.Left.Path, ModelFile.IsModel(pair.Left, pair.Right)))
                .Collect()
                .Combine(context.AnalyzerConfigOptionsProvider.Select(static (options, _) => ModelFile.ItemCount(options)))
                .Combine(isLanguageKnown),
            static (output, pair) => ProjectFaults.Report(output, pair.Left.Left, pair.Left.Right, pair.Right));

        // A native library's C header and source. A generator writes no files: they travel in comments, and the build takes them out.
        context.RegisterSourceOutput(
            compilations
                .SelectMany(static (compilation, _) => compilation.Files.Where(static file => !file.IsCSharp))
                .Collect()
                .Combine(context.AnalyzerConfigOptionsProvider.Select(static (options, _) => ModelFile.LibraryName(options))),
            static (output, pair) => NativeFiles.Report(output, pair.Right, pair.Left));
    }
}
