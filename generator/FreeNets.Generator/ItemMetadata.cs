using Microsoft.CodeAnalysis.Diagnostics;

namespace FreeNets.Generator;

/// <summary>The metadata of a <c>&lt;FreeNet&gt;</c> item as the user wrote them, trimmed; empty where there is none.</summary>
/// <param name="Class">The class name; empty for one made from the model's name.</param>
/// <param name="Namespace">The namespace; empty for the project's.</param>
/// <param name="Isa">Instruction-set families.</param>
/// <param name="Precision">How the encoder's weights are held.</param>
/// <param name="Visibility">Who sees the class.</param>
/// <param name="Batch">Whether batches get kernels of their own.</param>
/// <param name="MaxBytes">The most bytes that weights and tables may take.</param>
/// <param name="Native">The prefix of C functions; empty for one made from the class name.</param>
internal sealed record ItemMetadata(
    string Class, string Namespace, string Isa, string Precision, string Visibility, string Batch, string MaxBytes, string Native)
{
    private const string Prefix = "build_metadata.AdditionalFiles.FreeNet";

    /// <summary>Reads what build/FreeNets.Generator.targets hands over.</summary>
    public static ItemMetadata Read(AnalyzerConfigOptions options) => new(
        Value(options, nameof(Class)),
        Value(options, nameof(Namespace)),
        Value(options, nameof(Isa)),
        Value(options, nameof(Precision)),
        Value(options, nameof(Visibility)),
        Value(options, nameof(Batch)),
        Value(options, nameof(MaxBytes)),
        Value(options, nameof(Native)));

    /// <summary>Whether the file of these options comes from a <c>&lt;FreeNet&gt;</c> item.</summary>
    public static bool IsModel(AnalyzerConfigOptions options) =>
        string.Equals(Value(options, "Model"), "true", StringComparison.OrdinalIgnoreCase);

    private static string Value(AnalyzerConfigOptions options, string name) =>
        options.TryGetValue(Prefix + name, out var value) ? value.Trim() : "";
}
