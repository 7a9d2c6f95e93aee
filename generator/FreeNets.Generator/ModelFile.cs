using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FreeNets.Generator;

/// <summary>A model file as the compiler hands it over: what all later steps depend on.</summary>
/// <param name="Path">Where the file is, for messages.</param>
/// <param name="Text">Its text; null when it cannot be read.</param>
/// <param name="Metadata">What the user wrote on the item.</param>
/// <param name="RootNamespace">The project's root namespace, or else its name; empty where the compiler is told neither.</param>
/// <param name="Library">The name of the native library that the project becomes; empty when it becomes none.</param>
internal sealed record ModelFile(string Path, string? Text, ItemMetadata Metadata, string RootNamespace, string Library)
{
    /// <summary>The last part of the path, of either kind; System.IO is closed to generators.</summary>
    public string Name => Path.Substring(Path.LastIndexOfAny(['/', '\\']) + 1);

    /// <summary>True for files that come from a <c>&lt;FreeNet&gt;</c> item; other generators' files are none of our business.</summary>
    public static bool IsModel(AdditionalText file, AnalyzerConfigOptionsProvider options) =>
        ItemMetadata.IsModel(options.GetOptions(file));

    /// <summary>The file with its options.</summary>
    public static ModelFile Read(AdditionalText file, AnalyzerConfigOptionsProvider options, CancellationToken cancellation) => new(
        file.Path,
        file.GetText(cancellation)?.ToString(),
        ItemMetadata.Read(options.GetOptions(file)),
        Property(options, "RootNamespace") is { Length: > 0 } root ? root : Property(options, "MSBuildProjectName"),
        LibraryName(options));

    /// <summary>The name of the native library that the project becomes; empty when it becomes none.</summary>
    public static string LibraryName(AnalyzerConfigOptionsProvider options) => Property(options, "FreeNetLibrary");

    /// <summary>The number of items in the project; null where the build does not say.</summary>
    public static int? ItemCount(AnalyzerConfigOptionsProvider options) =>
        int.TryParse(Property(options, "FreeNetCount"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static string Property(AnalyzerConfigOptionsProvider options, string name) =>
        options.GlobalOptions.TryGetValue($"build_property.{name}", out var value) ? value.Trim() : "";
}
