namespace FreeNets.Compiler;

/// <summary>One generated C# file.</summary>
/// <param name="Name">A file name, unique among all classes of a project.</param>
/// <param name="Text">The C# text, with <c>\n</c> line ends.</param>
public sealed record GeneratedFile(string Name, string Text);
