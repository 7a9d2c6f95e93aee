using System.Reflection;
using System.Runtime.InteropServices;
using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Compiler.Tests;

/// <summary>A model whose code reads one of its tables where a test puts it, among numbers that no one may use.</summary>
internal sealed class MovingWeights
{
    /// <summary>Words of a cache line.</summary>
    public const int Line = 16;

    private const uint NotANumber = 0x7FC00000;

    // In the place of the assembly's own data.
    private const string Memory = """
        internal static class Moved
        {
            internal static uint[] s_memory = [];
            internal static int s_first = 0;
        }
        """;

    private readonly uint[] _bits;
    private readonly FieldInfo _memory;
    private readonly FieldInfo _first;

    public MovingWeights(FreeNet net, CodeChoices choices, string table)
    {
        var data = $"ref Interop::MemoryMarshal.GetReference({table}Bits)";
        var sources = GeneratedModel.Sources(net, choices).ToArray();
        Assert.Contains(sources, text => text.Contains(data, StringComparison.Ordinal));
        var moved =
            sources.Select(text => text.Replace(data, "ref global::Moved.s_memory[global::Moved.s_first]", StringComparison.Ordinal));
        var assembly = CSharpHost.Load(CSharpHost.Compilation([.. moved, Memory]));
        Model = new GeneratedModel(assembly.GetType("Generated.Net")!);
        _bits = [.. ModelCompiler.Plan(net, choices).Plan.Tables.Single(other => other.Name == table).Bits];
        var type = assembly.GetType("Moved")!;
        _memory = type.GetField("s_memory", BindingFlags.NonPublic | BindingFlags.Static)!;
        _first = type.GetField("s_first", BindingFlags.NonPublic | BindingFlags.Static)!;
    }

    public GeneratedModel Model { get; }

    /// <summary>Puts the table so many words behind the start of a cache line.</summary>
    public void MoveTo(int words)
    {
        var memory = GC.AllocateUninitializedArray<uint>(_bits.Length + (4 * Line), pinned: true);
        Array.Fill(memory, NotANumber);
        var line = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0) / sizeof(uint) % Line);
        var first = (2 * Line) - line + words;
        _bits.CopyTo(memory, first);
        _memory.SetValue(null, memory);
        _first.SetValue(null, first);
    }
}
