using FreeNets.Model;
using Microsoft.CodeAnalysis;

namespace FreeNets.Generator;

/// <summary>Turns every <c>&lt;FreeNet&gt;</c> item of a project into a class. Reads, compiles, reports; all thinking is in the compiler.</summary>
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
            .Select(static (compilation, _) => compilation.FullName)
            .Collect()
            .Select(static (names, _) => ModelCompilation.SharedNames(names))
            .WithTrackingName(Steps.SharedNames);

        context.RegisterSourceOutput(
            compilations.Combine(sharedNames),
            static (output, pair) => pair.Left.Report(output, pair.Right));
    }
}
