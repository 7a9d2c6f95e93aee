namespace FreeNets.Compiler;

/// <summary>One generated file: C#, or a model's part of a native library's C header (.h), C source (.c) or Python module (.py).</summary>
/// <param name="Name">A file name, unique among all classes of a project.</param>
/// <param name="Text">The text, with <c>\n</c> line ends.</param>
public sealed record GeneratedFile(string Name, string Text)
{
    /// <summary>True for C#, which goes to the compiler.</summary>
    public bool IsCSharp => Name.EndsWith(".cs", StringComparison.Ordinal);
}
