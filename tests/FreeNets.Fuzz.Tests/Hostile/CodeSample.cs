using System.Text;
using FreeNets.Compiler;
using FreeNets.Compiler.Emit;
using FreeNets.Compiler.Emit.Native;
using FreeNets.Model;
using FreeNets.Tests;
using Microsoft.CodeAnalysis;

namespace FreeNets.Fuzz.Hostile;

/// <summary>
/// Takes some of the networks that were read from mutants, and sees whether compilers take the code that is made of them.
/// </summary>
internal sealed class CodeSample
{
    // One compilation for many networks: most of its time is its start.
    private const int Batch = 32;

    private readonly List<(Mutant Mutant, FreeNet Net)> _waiting = [];

    /// <summary>Each mutant whose code was refused, with what was said.</summary>
    public event Action<Mutant, string>? Faulty;

    /// <summary>How many networks were compiled.</summary>
    public long Compiled { get; private set; }

    public void Add(Mutant mutant, FreeNet net)
    {
        if (net.Neurons + net.Outputs <= 64 && net.Inputs <= 1_000)
        {
            _waiting.Add((mutant, net));
        }

        if (_waiting.Count == Batch)
        {
            Finish();
        }
    }

    /// <summary>Compiles what waits.</summary>
    public void Finish()
    {
        if (FaultOf(_waiting) is not null)
        {
            foreach (var one in _waiting)
            {
                if (FaultOf([one]) is { } fault)
                {
                    Faulty?.Invoke(one.Mutant, fault);
                }
            }
        }

        Compiled += _waiting.Count;
        _waiting.Clear();
    }

    private static string? FaultOf(List<(Mutant Mutant, FreeNet Net)> sample)
    {
        try
        {
            GeneratedFile[] files =
                [.. sample.SelectMany(static (one, i) => ModelCompiler.Compile(one.Net, OptionsOf(one.Mutant, one.Net, i)))];
            return OfCSharp(files) ?? OfOthers(files);
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name} of the compiler: {e.Message}";
        }
    }

    private static CompilerOptions OptionsOf(Mutant mutant, FreeNet net, int place)
    {
        var name = Identifiers.ClassName(net.Name);
        var precision = (Precision)(mutant.Index % 4);
        return new CompilerOptions($"Space{place}", Identifiers.IsFreeClassName(name) ? name : "Net", mutant.File.Name, "00")
        {
            NativeName = $"{CText.Name(name)[..Math.Min(20, CText.Name(name).Length)]}{place}",
            Choices = CodeChoices.Default with
            {
                Precision = CompilerLimits.CheckPrecision(net, precision) is null ? precision : Precision.Float32,
                Batch = mutant.Index % 3 != 0,
            },
        };
    }

    private static string? OfCSharp(GeneratedFile[] files)
    {
        using var image = new MemoryStream();
        // Entries of a native library are for NativeAOT; nothing else tells them from C#.
        return CSharpHost.Compilation(files.Where(static file => file.IsCSharp).Select(static file => file.Text))
            .WithOptions(CSharpHost.Compilation().Options.WithAllowUnsafe(true))
            .Emit(image).Diagnostics.FirstOrDefault(static diagnostic => diagnostic.Severity > DiagnosticSeverity.Info)?.ToString();
    }

    /// <summary>The C header and source, and the Python module, as far as this machine has compilers for them.</summary>
    private static string? OfOthers(GeneratedFile[] files)
    {
        var parts = files.Where(static file => !file.IsCSharp).ToArray();
        var header = NativeLibrary.Header("library", parts);
        var source = NativeLibrary.Source("library", parts).Replace("#include \"library.h\"", header, StringComparison.Ordinal);
        return OfProgram("cc", ["-std=c11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-x", "c", "-"], source)
            ?? OfProgram("c++", ["-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-x", "c++", "-"], header)
            ?? OfProgram("python3", ["-W", "error", "-c", "import ast, sys; "
                + "ast.parse(sys.stdin.buffer.read())"], NativeLibrary.Python("library", parts));
    }

    private static string? OfProgram(string program, string[] arguments, string input)
    {
        if (!Command.Exists(program))
        {
            return null;
        }

        var result = Command.Run(".", program, arguments, Encoding.UTF8.GetBytes(input));
        return result.ExitCode == 0 ? null : $"{program}: {result.Error}";
    }
}
