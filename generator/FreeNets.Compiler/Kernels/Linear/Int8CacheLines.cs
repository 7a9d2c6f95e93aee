using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Lower;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>Integer weights, one sample, by vectors of 512 bits that cross no cache line: the weights come from the second cache.</summary>
/// <remarks>
/// As <see cref="CacheLineRows"/> does it: loads start some lanes before a row of units, whose lanes are shifted by as many, and one
/// vector more is read. All units of a row have the same operand, shifted likewise.
/// </remarks>
/// <param name="Stage">The stage.</param>
/// <param name="State">The state.</param>
/// <param name="Layout">Where its weights are.</param>
internal sealed record Int8CacheLines(LinearStage Stage, StateLayout State, Int8Layout Layout) : Kernel(VectorShape.Avx512)
{
    private const string Helpers = "global::FreeNets.Runtime.Int8";

    public static Kernel? Plan(KernelRequest request) =>
        request is { Stage: LinearStage { Numerics: Numerics.Int8 int8 } stage, Workload: Workload.OneSample }
        && request.Shape == VectorShape.Avx512
        && new Int8Layout(stage, int8) is var layout
        && ReadsLines(layout)
            ? new Int8CacheLines(stage, request.Program.State, layout)
            : null;

    public override string Name => Skips ? "int8, groups of 16 zero inputs skipped, whole cache lines" : "int8, whole cache lines";

    public override string Because =>
        $"{(Skips ? NonZeroInputs.Because(Stage) : NonZeroInputs.WhyNot(Stage))}; {CSharpText.Number(Layout.Length)} bytes of weights come "
            + "from the second cache";

    public override string Summary => Layout.Summary(Skips);

    public override string Blocking => Int8Units.TileOf(Shape, Stage.Rows, 1).InRegisters(Shape);

    public override IReadOnlyList<Layout> Layouts => [Layout];

    /// <summary>As <see cref="Int8Units.Cost"/>.</summary>
    public override StageCost Cost
    {
        get
        {
            var inputs = Skips ? NonZeroInputs.Read(Stage) : Stage.Width;
            return new StageCost(
                Stage.Name, Shape.Lanes, inputs * Shape.Chunks(Stage.Rows) / 2, inputs * Stage.Rows, inputs * Machine.FmaLatency);
        }
    }

    public override long StackBytes => Int8Inputs.StackBytes(Layout, 1, Skips);

    private static VectorText Vector => new(VectorShape.Avx512);

    private bool Skips => ZeroInputs.AreSkipped(Stage);

    /// <summary>Whether one sample reads whole cache lines: where the second cache holds the weights and registers all sums.</summary>
    private static bool ReadsLines(Int8Layout layout) =>
        layout.Length > Machine.FirstCacheBytes && layout.Units + 1 < VectorShape.Avx512.Accumulators - 1;

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        code.Line($"// {Stage.Title} in integers, one sample. Loads start at whole cache lines, some lanes before a row of units.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {name}({Int8Inputs.Parameters(Skips)}, ref float z)", () =>
        {
            WriteLocals(code);
            WriteGroups(code);
            WriteUnshift(code);
            ScaledState.Write(code, Stage, State, Shape, 1, (0, Shape.Chunks(Stage.Rows)), (_, chunk) =>
                $"Simd::Vector512.ConvertToSingle({Helpers}.Join({string.Join(", ", Enumerable.Range(4 * chunk, 4).Select(SumOrZero))}))");
        });
        code.Line();
        return [
            .. Int8Inputs.Prepare(Layout, 1, Skips), $"{name}({Int8Inputs.Arguments(Skips)}, ref z);", Int8Inputs.PutNaN(Layout, State, 1)];
    }

    private void WriteLocals(CodeWriter code)
    {
        code.Line("ref sbyte w = ref EncoderBytes;");
        code.Line("var shift = global::FreeNets.Runtime.Aligned.Shift(ref Compiler::Unsafe.As<sbyte, float>(ref w));");
        code.Line("w = ref Compiler::Unsafe.Subtract(ref w, 4 * shift);");
        code.Line($"var lanes = Simd::Vector512.Create({string.Join(", ", Enumerable.Range(0, VectorShape.Avx512.Lanes))});");
        code.Line(
            "var spread = Simd::Vector512.ShiftRightLogical((lanes - Simd::Vector512.Create(shift)) & Simd::Vector512.Create(15), 2);");
        code.Line("Simd::Vector512<byte> v;");
        for (var unit = 0; unit <= Layout.Units; unit++)
        {
            code.Line($"var {SumName(unit)} = Simd::Vector512<int>.Zero;");
        }
    }

    private void WriteGroups(CodeWriter code)
    {
        var hasLastGroup = Stage.Width % Int8Layout.Span != 0;
        if (Skips)
        {
            code.Block("for (nint n = 0; n < count; n++)", () =>
            {
                code.Line("nint i = Compiler::Unsafe.Add(ref groups, n);");
                code.Line($"ref sbyte row = ref Compiler::Unsafe.Add(ref w, i * {Layout.GroupBytes});");
                WriteGroup(code, $"i * {Int8Layout.Span}", "row");
            });
            if (hasLastGroup)
            {
                code.Line($"w = ref {CSharpText.At("w", Layout.WholeGroups * Layout.GroupBytes)};");
            }
        }
        else
        {
            code.Loop("i", 0, Layout.WholeGroups * Int8Layout.Span, Int8Layout.Span, i =>
            {
                WriteGroup(code, i, "w");
                code.Line($"w = ref Compiler::Unsafe.Add(ref w, {Layout.GroupBytes});");
            });
        }

        if (hasLastGroup)
        {
            WriteGroup(code, CSharpText.Integer(Stage.Width - Int8Layout.Span), "w");
        }
    }

    private void WriteGroup(CodeWriter code, string first, string row)
    {
        code.Line($"v = {Helpers}.Operand512(ref {CSharpText.At("x", first)}, spread);");
        for (var unit = 0; unit <= Layout.Units; unit++)
        {
            code.Line($"{SumName(unit)} = {Helpers}.Add({SumName(unit)}, v, {Vector.Load(row, unit * Int8Layout.UnitBytes)});");
        }
    }

    /// <summary>Each unit's sums: the end of one vector and the start of the next.</summary>
    private void WriteUnshift(CodeWriter code)
    {
        code.Line("var order = lanes + Simd::Vector512.Create(shift);");
        for (var unit = 0; unit < Layout.Units; unit++)
        {
            code.Line($"{SumName(unit)} = X86::Avx512F.PermuteVar16x32x2({SumName(unit)}, order, {SumName(unit + 1)});");
        }
    }

    private string SumOrZero(int unit) => unit < Layout.Units ? SumName(unit) : "Simd::Vector512<int>.Zero";

    private static string SumName(int unit) => $"a{unit}";
}
