using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FreeNets.Tests;

/// <summary>Compiles C# in memory the way a strict user's project would, and loads it.</summary>
internal static class CSharpHost
{
    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(Runtime.Logits).Assembly.Location),
    ];

    // C# 12 is the language of the .NET 8 SDK; the framework is the one that runs the tests.
    private static readonly CSharpParseOptions s_language =
        new(
            LanguageVersion.CSharp12, DocumentationMode.Diagnose,
            preprocessorSymbols: ["NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER"]);

    /// <summary>A compilation with nullable on, every warning on and no unsafe code.</summary>
    public static CSharpCompilation Compilation(params IEnumerable<string> sources) => Compilation(LanguageVersion.CSharp12, sources);

    /// <summary>The same in another version of the language.</summary>
    public static CSharpCompilation Compilation(LanguageVersion language, IEnumerable<string> sources) => CSharpCompilation.Create(
        $"Generated{Guid.NewGuid():N}",
        sources.Select(text => CSharpSyntaxTree.ParseText(text, s_language.WithLanguageVersion(language))),
        s_references,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            nullableContextOptions: NullableContextOptions.Enable,
            warningLevel: 9999,
            allowUnsafe: false));

    /// <summary>The assembly of a compilation that must have neither errors nor warnings.</summary>
    public static Assembly Load(CSharpCompilation compilation) => Load(Emit(compilation));

    /// <summary>The assembly of such an image.</summary>
    public static Assembly Load(byte[] image) =>
        new AssemblyLoadContext(name: null, isCollectible: true).LoadFromStream(new MemoryStream(image));

    /// <summary>The image of that assembly.</summary>
    public static byte[] Emit(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        Assert.Empty(compilation.Emit(image).Diagnostics.Where(static diagnostic => diagnostic.Severity > DiagnosticSeverity.Info));
        return image.ToArray();
    }
}
