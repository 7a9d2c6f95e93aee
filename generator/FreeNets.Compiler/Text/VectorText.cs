using FreeNets.Compiler.Machines;

namespace FreeNets.Compiler.Text;

/// <summary>How an instruction-set family spells the few vector operations that the kernels use.</summary>
internal sealed class VectorText
{
    private readonly VectorShape _shape;

    public VectorText(VectorShape shape)
    {
        _shape = shape;
        Static = $"Simd::Vector{32 * shape.Lanes}";
    }

    /// <summary>The static class, such as <c>Simd::Vector512</c>.</summary>
    public string Static { get; }

    /// <summary>float32 lanes of one vector.</summary>
    public int Lanes => _shape.Lanes;

    /// <summary>The type, such as <c>Simd::Vector512&lt;float&gt;</c>.</summary>
    public string Type => $"{Static}<float>";

    /// <summary>The name of the nested class that holds the family's kernels.</summary>
    public string ClassName => $"{_shape.Isa}Path";

    /// <summary>Names that the family's file needs beside those of all files; empty for most.</summary>
    public string Usings => _shape.Isa == Isa.Vector128
        ? """
            #if NET9_0_OR_GREATER
            using Math = global::System.Runtime.Intrinsics;
            #else
            using Math = global::FreeNets.Runtime.Intrinsics;
            #endif
            """
        : "";

    /// <summary>The condition under which the family may run.</summary>
    public string IsSupported => _shape.Isa switch
    {
        Isa.Avx512 => "X86::Avx512F.IsSupported",
        Isa.Avx2 => "X86::Avx2.IsSupported && X86::Fma.IsSupported",
        _ => "Simd::Vector128.IsHardwareAccelerated",
    };

    /// <summary>a × b + c.</summary>
    public string MultiplyAdd(string a, string b, string c) => _shape.Isa switch
    {
        Isa.Avx512 => $"X86::Avx512F.FusedMultiplyAdd({a}, {b}, {c})",
        Isa.Avx2 => $"X86::Fma.MultiplyAdd({a}, {b}, {c})",
        _ => $"Math::Vector128.MultiplyAddEstimate({a}, {b}, {c})",
    };

    /// <summary>The larger of each lane and 0; NaN stays.</summary>
    public string Relu(string z) => _shape == VectorShape.Avx2One ? $"X86::Sse.MaxScalar({Type}.Zero, {z})" : Max($"{Type}.Zero", z);

    /// <summary>
    /// The larger of each lane of a number and of z; NaN of z stays, since x86 takes the second operand where either is NaN.
    /// </summary>
    public string Max(string number, string z) => Limit("Max", number, z);

    /// <summary>The smaller of each lane of a number and of z; NaN of z stays.</summary>
    public string Min(string number, string z) => Limit("Min", number, z);

    private string Limit(string which, string number, string z) => (_shape.Isa, Lanes) switch
    {
        (Isa.Avx512, _) => $"X86::Avx512F.{which}({number}, {z})",
        (Isa.Avx2, 8) => $"X86::Avx.{which}({number}, {z})",
        (Isa.Avx2, _) => $"X86::Sse.{which}({number}, {z})",
        _ => $"Math::Vector128.{which}Native({number}, {z})",
    };

    /// <summary>One lane of <paramref name="z"/> in all lanes.</summary>
    public string BroadcastLane(string z, int lane) => _shape.Isa switch
    {
        Isa.Avx512 => $"X86::Avx512F.PermuteVar16x32({z}, Simd::Vector512.Create({lane}))",
        Isa.Avx2 => $"X86::Avx2.PermuteVar8x32({z}, Simd::Vector256.Create({lane}))",
        _ => $"Simd::Vector128.Shuffle({z}, Simd::Vector128.Create({lane}))",
    };

    /// <summary>One lane of <paramref name="z"/> in the lowest lane of a <c>Vector128&lt;float&gt;</c>.</summary>
    public string Lane(string z, int lane)
    {
        if (_shape.Isa == Isa.Vector128)
        {
            return BroadcastLane(z, lane);
        }

        var part = lane < 4 ? $"{Static}.GetLower({z})" : $"{Static}.GetUpper({z})";
        return lane % 4 == 0 ? part : $"X86::Avx.Permute({part}, 0x{lane % 4 * 0b01010101:X2})";
    }

    /// <summary>a × b + c of the lowest lanes.</summary>
    /// <param name="a">A vector of 4 lanes.</param>
    /// <param name="b">A float in memory.</param>
    /// <param name="c">A vector of 4 lanes.</param>
    public string MultiplyAddOne(string a, string b, string c) => _shape.Isa == Isa.Vector128
        ? MultiplyAdd(a, Broadcast(b), c)
        : $"X86::Fma.MultiplyAddScalar({a}, Simd::Vector128.CreateScalarUnsafe({b}), {c})";

    /// <summary>The lowest lane, which <see cref="Lane"/> began and <see cref="MultiplyAddOne"/> went on with, in all lanes.</summary>
    public string BroadcastOne(string one) => _shape.Isa == Isa.Vector128 ? one : $"X86::Avx2.BroadcastScalarToVector256({one})";

    /// <summary>Writes the mask of the first lanes, which <see cref="Masked"/> uses.</summary>
    public void WriteMask(CodeWriter code, int count)
    {
        var lanes = string.Join(", ", Enumerable.Range(0, _shape.Lanes).Select(lane => lane < count ? "-1" : "0"));
        code.Line($"// The lanes of neurons in the last vector; behind them are products with the next row of weights, which must go.");
        code.Line($"var mask = {Static}.AsSingle({Static}.Create({lanes}));");
    }

    /// <summary>A sum with 0 for the lanes that the mask leaves out, whatever they hold.</summary>
    public string Masked(string sum) => $"{Static}.ConditionalSelect(mask, {sum}, {Type}.Zero)";

    /// <summary>One float of memory in all lanes.</summary>
    public string Broadcast(string scalar) => $"{Static}.Create({scalar})";

    /// <summary>The vector at <paramref name="reference"/> + <paramref name="offset"/>.</summary>
    public string Load(string reference, long offset) => $"{Static}.LoadUnsafe(ref {reference}, {offset})";

    /// <summary>Writes <paramref name="value"/> to <paramref name="reference"/> + <paramref name="offset"/>.</summary>
    public string Store(string value, string reference, long offset) => $"{Static}.StoreUnsafe({value}, ref {reference}, {offset})";
}
