using FreeNets.Compiler.Schedule;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes the int8 encoder of one sample by vectors of 512 bits that cross no cache line.</summary>
/// <remarks>
/// As <see cref="StreamEncoderEmitter"/> does it: loads start some lanes before a row of units, whose lanes are shifted by as many. All
/// units of a row have the same operand, shifted likewise; the first vector begins with the end of the row before.
/// </remarks>
internal sealed class StreamInt8EncoderEmitter(CodeWriter code, Plan plan, Int8Layout layout)
{
    private const string Helpers = "global::FreeNets.Runtime.Int8";
    private const string EndSum = "end";

    private readonly VectorText _vector = new(VectorShape.Avx512);
    private readonly int _rowBytes = layout.Units * Int8Layout.UnitBytes;
    private readonly int _wholeGroups = plan.Net.Inputs / Int8Layout.Span;
    private readonly bool _hasLastGroup = plan.Net.Inputs % Int8Layout.Span != 0;

    /// <summary>Writes the method and returns its name.</summary>
    public string Write(string name)
    {
        var list = plan.SkipZeroInputs ? "ref int groups, nint count, " : "";
        code.Line("// Encoder in whole numbers, one sample. Loads start at whole cache lines, some lanes before a row of units: the end of the row before.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {name}(ref byte x, {list}ref float z)", () =>
        {
            WriteLocals();
            if (plan.SkipZeroInputs)
            {
                WriteListedGroups();
            }
            else
            {
                WriteAllGroups();
            }

            WriteUnshift();
            RoundedState.Write(code, plan, VectorShape.Avx512, 1, (0, VectorShape.Avx512.Chunks(plan.Net.Neurons)), (_, chunk) =>
                $"Vector512.ConvertToSingle({Helpers}.Join({string.Join(", ", Enumerable.Range(4 * chunk, 4).Select(SumOrZero))}))");
        });
        code.Line();
        return name;
    }

    private void WriteLocals()
    {
        code.Line("ref sbyte w = ref EncoderBytes;");
        code.Line("var shift = global::FreeNets.Runtime.Aligned.Shift(ref Unsafe.As<sbyte, float>(ref w));");
        code.Line("w = ref Unsafe.Subtract(ref w, 4 * shift);");
        code.Line($"var lanes = Vector512.Create({string.Join(", ", Enumerable.Range(0, VectorShape.Avx512.Lanes))});");
        code.Line("var isOwn = Vector512.GreaterThanOrEqual(lanes, Vector512.Create(shift)).AsByte();");
        code.Line("var spread = Vector512.ShiftRightLogical((lanes - Vector512.Create(shift)) & Vector512.Create(15), 2);");
        code.Line(plan.SkipZeroInputs ? "Vector512<byte> v;" : "Vector512<byte> v, before = Vector512<byte>.Zero;");
        foreach (var sum in Enumerable.Range(0, layout.Units).Select(Name).Concat(plan.SkipZeroInputs ? [EndSum] : []))
        {
            code.Line($"var {sum} = Vector512<int>.Zero;");
        }
    }

    private void WriteAllGroups()
    {
        code.Block($"for (nint i = 0; i < {_wholeGroups * Int8Layout.Span}; i += {Int8Layout.Span})", () => WriteGroup("i"));
        if (_hasLastGroup)
        {
            WriteGroup(CSharpText.Integer(plan.Net.Inputs - Int8Layout.Span));
        }

        code.Line("// The end of the last row.");
        WriteProduct(Name(0), "Vector512.ConditionalSelect(isOwn, Vector512<byte>.Zero, before)", "w", 0);

        void WriteGroup(string first)
        {
            WriteOperand(first);
            WriteProduct(Name(0), "Vector512.ConditionalSelect(isOwn, v, before)", "w", 0);
            WriteInnerUnits("w");
            code.Line("before = v;");
            code.Line($"w = ref Unsafe.Add(ref w, {_rowBytes});");
        }
    }

    private void WriteListedGroups()
    {
        code.Block("for (nint n = 0; n < count; n++)", () =>
        {
            code.Line("nint i = Unsafe.Add(ref groups, n);");
            code.Line($"ref sbyte row = ref Unsafe.Add(ref w, i * {_rowBytes});");
            WriteGroup($"i * {Int8Layout.Span}", "row");
        });
        if (_hasLastGroup)
        {
            code.Line($"w = ref {CSharpText.At("w", (long)_wholeGroups * _rowBytes)};");
            WriteGroup(CSharpText.Integer(plan.Net.Inputs - Int8Layout.Span), "w");
        }

        void WriteGroup(string first, string row)
        {
            WriteOperand(first);
            WriteProduct(Name(0), "v & isOwn", row, 0);
            WriteInnerUnits(row);
            WriteProduct(EndSum, "Vector512.AndNot(v, isOwn)", row, _rowBytes);
        }
    }

    private void WriteOperand(string first) => code.Line($"v = {Helpers}.Operand512(ref Unsafe.Add(ref x, {first}), spread);");

    private void WriteInnerUnits(string row)
    {
        for (var unit = 1; unit < layout.Units; unit++)
        {
            WriteProduct(Name(unit), "v", row, unit * Int8Layout.UnitBytes);
        }
    }

    private void WriteProduct(string sum, string operand, string row, int offset) =>
        code.Line($"{sum} = {Helpers}.Add({sum}, {operand}, {_vector.Load(row, offset)});");

    /// <summary>Each unit's sums: the end of one vector and the start of the next.</summary>
    private void WriteUnshift()
    {
        code.Line("var order = lanes + Vector512.Create(shift);");
        if (!plan.SkipZeroInputs)
        {
            // The last unit of a row is read along with the next row's first.
            code.Line($"var {EndSum} = {Name(0)};");
        }

        for (var unit = 0; unit < layout.Units; unit++)
        {
            var next = unit + 1 < layout.Units ? Name(unit + 1) : EndSum;
            code.Line($"{Name(unit)} = Avx512F.PermuteVar16x32x2({Name(unit)}, order, {next});");
        }
    }

    private string SumOrZero(int unit) => unit < layout.Units ? Name(unit) : "Vector512<int>.Zero";

    private static string Name(int unit) => $"a{unit}";
}
