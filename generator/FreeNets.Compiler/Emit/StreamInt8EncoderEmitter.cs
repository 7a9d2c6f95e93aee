using FreeNets.Compiler.Schedule;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes the int8 encoder of one sample by vectors of 512 bits that cross no cache line.</summary>
/// <remarks>
/// As <see cref="StreamEncoderEmitter"/> does it: loads start some lanes before a row of units, whose lanes are shifted by as many, and one
/// vector more is read. All units of a row have the same operand, shifted likewise.
/// </remarks>
internal sealed class StreamInt8EncoderEmitter(CodeWriter code, Plan plan, Int8Layout layout)
{
    private const string Helpers = "global::FreeNets.Runtime.Int8";

    private readonly VectorText _vector = new(VectorShape.Avx512);
    private readonly int _rowBytes = layout.Units * Int8Layout.UnitBytes;
    private readonly int _wholeGroups = plan.Net.Inputs / Int8Layout.Span;

    /// <summary>Writes the method and returns its name.</summary>
    public string Write(string name)
    {
        var list = plan.SkipZeroInputs ? "ref int groups, nint count, " : "";
        code.Line("// Encoder in whole numbers, one sample. Loads start at whole cache lines, some lanes before a row of units.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {name}(ref byte x, {list}ref float z)", () =>
        {
            WriteLocals();
            WriteGroups();
            WriteUnshift();
            RoundedState.Write(code, plan, VectorShape.Avx512, 1, (0, VectorShape.Avx512.Chunks(plan.Net.Neurons)), (_, chunk) =>
                $"Simd::Vector512.ConvertToSingle({Helpers}.Join({string.Join(", ", Enumerable.Range(4 * chunk, 4).Select(SumOrZero))}))");
        });
        code.Line();
        return name;
    }

    private void WriteLocals()
    {
        code.Line("ref sbyte w = ref EncoderBytes;");
        code.Line("var shift = global::FreeNets.Runtime.Aligned.Shift(ref Compiler::Unsafe.As<sbyte, float>(ref w));");
        code.Line("w = ref Compiler::Unsafe.Subtract(ref w, 4 * shift);");
        code.Line($"var lanes = Simd::Vector512.Create({string.Join(", ", Enumerable.Range(0, VectorShape.Avx512.Lanes))});");
        code.Line("var spread = Simd::Vector512.ShiftRightLogical((lanes - Simd::Vector512.Create(shift)) & Simd::Vector512.Create(15), 2);");
        code.Line("Simd::Vector512<byte> v;");
        for (var unit = 0; unit <= layout.Units; unit++)
        {
            code.Line($"var {Name(unit)} = Simd::Vector512<int>.Zero;");
        }
    }

    private void WriteGroups()
    {
        var hasLastGroup = plan.Net.Inputs % Int8Layout.Span != 0;
        if (plan.SkipZeroInputs)
        {
            code.Block("for (nint n = 0; n < count; n++)", () =>
            {
                code.Line("nint i = Compiler::Unsafe.Add(ref groups, n);");
                code.Line($"ref sbyte row = ref Compiler::Unsafe.Add(ref w, i * {_rowBytes});");
                WriteGroup($"i * {Int8Layout.Span}", "row");
            });
            if (hasLastGroup)
            {
                code.Line($"w = ref {CSharpText.At("w", (long)_wholeGroups * _rowBytes)};");
            }
        }
        else
        {
            code.Block($"for (nint i = 0; i < {_wholeGroups * Int8Layout.Span}; i += {Int8Layout.Span})", () =>
            {
                WriteGroup("i", "w");
                code.Line($"w = ref Compiler::Unsafe.Add(ref w, {_rowBytes});");
            });
        }

        if (hasLastGroup)
        {
            WriteGroup(CSharpText.Integer(plan.Net.Inputs - Int8Layout.Span), "w");
        }
    }

    private void WriteGroup(string first, string row)
    {
        code.Line($"v = {Helpers}.Operand512(ref Compiler::Unsafe.Add(ref x, {first}), spread);");
        for (var unit = 0; unit <= layout.Units; unit++)
        {
            code.Line($"{Name(unit)} = {Helpers}.Add({Name(unit)}, v, {_vector.Load(row, unit * Int8Layout.UnitBytes)});");
        }
    }

    /// <summary>Each unit's sums: the end of one vector and the start of the next.</summary>
    private void WriteUnshift()
    {
        code.Line("var order = lanes + Simd::Vector512.Create(shift);");
        for (var unit = 0; unit < layout.Units; unit++)
        {
            code.Line($"{Name(unit)} = X86::Avx512F.PermuteVar16x32x2({Name(unit)}, order, {Name(unit + 1)});");
        }
    }

    private string SumOrZero(int unit) => unit < layout.Units ? Name(unit) : "Simd::Vector512<int>.Zero";

    private static string Name(int unit) => $"a{unit}";
}
