namespace FreeNets.Compiler;

/// <summary>What the generated class is called, where it comes from, and what its user chose about its code.</summary>
/// <param name="Namespace">The namespace of the generated class: valid dotted C# identifiers.</param>
/// <param name="Class">The name of the generated class: a valid C# identifier.</param>
/// <param name="SourceName">The model file's name, for the header of the generated files.</param>
/// <param name="SourceHash">The model file's SHA-256 in hex, which the generated class repeats.</param>
public sealed record CompilerOptions(string Namespace, string Class, string SourceName, string SourceHash)
{
    /// <summary>The user's choices; by default code that runs everywhere.</summary>
    public CodeChoices Choices { get; init; } = CodeChoices.Default;

    /// <summary>The prefix of the C functions that a native library has for this model; empty where there is to be none.</summary>
    public string NativeName { get; init; } = "";
}
