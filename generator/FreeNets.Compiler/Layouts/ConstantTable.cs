using FreeNets.Compiler.Text;
using FreeNets.Model;

namespace FreeNets.Compiler.Layouts;

/// <summary>Constants that kernels read, under one name of the generated class.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The C# type of an element: float, int, uint.</param>
/// <param name="Bits">The bits of each element.</param>
/// <param name="What">Shape and meaning, for a comment.</param>
public sealed record ConstantTable(string Name, string Type, EquatableArray<uint> Bits, string What)
{
    /// <summary>Another name under which kernels read the table, by elements of another type; null where there is none.</summary>
    public (string Name, string Type)? View { get; init; }

    /// <summary>
    /// Whether kernels read it by vectors of 64 bytes, one after the other: each takes twice the time where it lies across two cache lines.
    /// </summary>
    public bool FillsCacheLines { get; init; }

    /// <summary>Bytes of the table.</summary>
    public long Bytes => sizeof(uint) * (long)Bits.Count;

    internal static ConstantTable Of(string name, string what, float[] values) => new(name, "float", ConstantText.Bits(values), what);

    internal static ConstantTable Of(string name, string what, int[] values) => new(name, "int", ConstantText.Bits(values), what);

    internal static ConstantTable Of(string name, string what, uint[] values) => new(name, "uint", values, what);
}
