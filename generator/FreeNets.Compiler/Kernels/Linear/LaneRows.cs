using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>
/// float32 weights between rows of the state, one vector of samples, a lane per sample: a blocked matrix product whose sums stay in
/// registers while h of the neurons goes by.
/// </summary>
/// <param name="Stage">The stage, which reads the state.</param>
/// <param name="Layout">Where its weights are.</param>
/// <param name="Shape">The vectors.</param>
internal sealed record LaneRows(LinearStage Stage, EncoderLayout Layout, VectorShape Shape) : Kernel(Shape)
{
    public static Kernel? Plan(KernelRequest request) =>
        request is { Stage: LinearStage { Numerics: Numerics.Float32, From: Source.State } stage, Workload: Workload.Block }
        && request.Shape != VectorShape.Scalar
            ? new LaneRows(stage, EncoderLayouts.Of(stage), request.Shape)
            : null;

    public override string Name => $"blocks of {Rows} rows, one lane per sample";

    public override string Because =>
        $"{CSharpText.Percent((double)Stage.Weights.NonZeroCount / ((long)Stage.Width * Stage.Rows))} of the weights are not 0";

    public override IReadOnlyList<Layout> Layouts => [Layout];

    public override StageCost Cost
    {
        get
        {
            var products = (double)Stage.Width * Stage.Rows;
            var blocks = (Stage.Rows + Rows - 1) / Rows;
            return new StageCost(
                Stage.Name, Lanes, products / Lanes, sizeof(float) * ((products / Lanes) + ((double)Stage.Width * blocks)), 0);
        }
    }

    private int Lanes => Shape.Lanes;

    private int Sums => Stage.PartialSums;

    private Slice From => ((Source.State)Stage.From).Neurons;

    private VectorText Vector => new(Shape);

    /// <summary>Rows of the register block.</summary>
    private int Rows => Machine.Balanced(Layout.PartNeurons, Math.Min(Layout.PartNeurons, Math.Max(1, Shape.Accumulators / Sums)));

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        var calls = new List<string>();
        foreach (var part in Layout.Parts)
        {
            for (var first = 0; first < part.Neurons; first += Rows)
            {
                var rows = Math.Min(Rows, part.Neurons - first);
                var method = $"Rows{rows}{(Sums > 1 ? $"x{Sums}" : "")}Of";
                code.Once(method, () => WriteMethod(code, method, rows));
                var weights = CSharpText.At(Layout.Table, part.Start + first);
                var z = CSharpText.At("z", (long)(Stage.To.First + part.First + first) * Lanes);
                calls.Add($"{method}(ref {CSharpText.At("z", (long)From.First * Lanes)}, ref {weights}, ref {z}, {Stage.Width}, "
                    + $"{part.Neurons});");
            }
        }

        return calls;
    }

    private void WriteMethod(CodeWriter code, string name, int rows)
    {
        code.Line(
            $"// Adds products of count neurons' h with their weights to {rows} rows of {Lanes} samples; a row of w is stride floats.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {name}(ref float h, ref float w, ref float z, nint count, nint stride)", () =>
        {
            code.Line($"{Vector.Type} v;");
            for (var row = 0; row < rows; row++)
            {
                for (var sum = 0; sum < Sums; sum++)
                {
                    code.Line($"var {SumName(row, sum)} = {Vector.Type}.Zero;");
                }
            }

            code.Block($"for (; count >= {Sums}; count -= {Sums})", () =>
            {
                for (var sum = 0; sum < Sums; sum++)
                {
                    WriteSource(code, rows, sum);
                }
            });
            for (var sum = 0; sum < Sums - 1; sum++)
            {
                var left = sum;
                code.Block($"if (count > {left})", () => WriteSource(code, rows, left));
            }

            for (var row = 0; row < rows; row++)
            {
                var total = string.Join(" + ", Enumerable.Range(0, Sums).Select(sum => SumName(row, sum)));
                code.Line($"{Vector.Store($"{total} + {Vector.Load("z", row * Lanes)}", "z", row * Lanes)};");
            }
        });
        code.Line();
    }

    private void WriteSource(CodeWriter code, int rows, int sum)
    {
        code.Line($"v = {Vector.Load("h", 0)};");
        for (var row = 0; row < rows; row++)
        {
            code.Line($"{SumName(row, sum)} = {Vector.MultiplyAdd("v", Vector.Broadcast(CSharpText.At("w", row)), SumName(row, sum))};");
        }

        code.Line($"h = ref Compiler::Unsafe.Add(ref h, {Lanes});");
        code.Line("w = ref Compiler::Unsafe.Add(ref w, stride);");
    }

    private string SumName(int row, int sum) => Sums == 1 ? $"a{row}" : $"a{row}_{sum}";
}
