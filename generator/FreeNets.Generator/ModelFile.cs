using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FreeNets.Generator;

/// <summary>A model file as the compiler hands it over: what all later steps depend on.</summary>
/// <param name="Path">Where the file is, for messages.</param>
/// <param name="Text">Its text; null when it cannot be read.</param>
/// <param name="Class">The class name the user asked for; empty for one made from the model's name.</param>
/// <param name="Namespace">The namespace the user asked for; empty for the project's.</param>
/// <param name="RootNamespace">The project's root namespace; may be empty.</param>
internal sealed record ModelFile(string Path, string? Text, string Class, string Namespace, string RootNamespace)
{
    private const string Metadata = "build_metadata.AdditionalFiles.";

    /// <summary>True for files that come from a <c>&lt;FreeNet&gt;</c> item; other generators' files are none of our business.</summary>
    public static bool IsModel(AdditionalText file, AnalyzerConfigOptionsProvider options) =>
        string.Equals(Option(options.GetOptions(file), Metadata + "FreeNetModel"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The file with its options.</summary>
    public static ModelFile Read(AdditionalText file, AnalyzerConfigOptionsProvider options, CancellationToken cancellation)
    {
        var metadata = options.GetOptions(file);
        return new ModelFile(
            file.Path,
            file.GetText(cancellation)?.ToString(),
            Option(metadata, Metadata + "FreeNetClass"),
            Option(metadata, Metadata + "FreeNetNamespace"),
            Option(options.GlobalOptions, "build_property.RootNamespace"));
    }

    private static string Option(AnalyzerConfigOptions options, string key) =>
        options.TryGetValue(key, out var value) ? value.Trim() : "";
}
