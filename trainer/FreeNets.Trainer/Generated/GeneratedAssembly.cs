using FreeNets.Compiler;
using FreeNets.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FreeNets.Trainer.Generated;

/// <summary>The code that <c>dotnet build</c> would make of a network, compiled by Roslyn in this process.</summary>
public static class GeneratedAssembly
{
    /// <summary>The framework and the runtime that generated code calls, from the files this program itself runs on.</summary>
    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(Runtime.Logits).Assembly.Location),
    ];

    /// <summary>Generates and compiles, with optimisation; takes seconds for a graph of thousands of edges.</summary>
    /// <returns>The assembly's image.</returns>
    /// <exception cref="InvalidOperationException">The generated code does not compile.</exception>
    public static byte[] Compile(FreeNet net, CompilerOptions options)
    {
        var parsing = new CSharpParseOptions(LanguageVersion.CSharp12);
        var compilation = CSharpCompilation.Create(
            options.Namespace,
            ModelCompiler.Compile(net, options).Select(file => CSharpSyntaxTree.ParseText(file.Text, parsing)),
            s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        return result.Success
            ? image.ToArray()
            : throw new InvalidOperationException(
                "Generated code does not compile: "
                    + $"{result.Diagnostics.First(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)}");
    }
}
