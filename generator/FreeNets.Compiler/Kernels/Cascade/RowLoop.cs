using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Kernels.Activations;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Cascade;

/// <summary>
/// A cascade with one lane per sample as a loop over tables: groups of rows take in their sources, then finish one by one.
/// </summary>
/// <param name="Stage">The stage.</param>
/// <param name="Layout">Where its weights are.</param>
/// <param name="Shape">The vectors.</param>
internal sealed record RowLoop(CascadeStage Stage, LoopLayout Layout, VectorShape Shape) : Kernel(Shape)
{
    private const int Rows = LoopLayout.PerGroup;

    public static Kernel? Plan(KernelRequest request) =>
        request is { Stage: CascadeStage stage, Workload: Workload.Block }
        && request.Shape != VectorShape.Scalar
        && !ColumnLayout.IsStraightLineFor(stage)
            ? new RowLoop(stage, new LoopLayout(stage, request.Program.State.Rows), request.Shape)
            : null;

    public override string Name => "packed loops";

    public override string Because =>
        $"{CSharpText.Number(Stage.Weights.Count)} edges and decoder weights, "
            + $"more than {CSharpText.Number(ColumnLayout.StraightLineWeights)}: "
        + "straight-line code would take too long to compile";

    public override IReadOnlyList<Layout> Layouts => [Layout, .. KindsLayout.Of(Stage)];

    /// <summary>Weights are read once for all lanes, h once a group of rows.</summary>
    public override StageCost Cost
    {
        get
        {
            var (entries, groups) = Layout.EntriesOf(Stage.Neurons);
            var weights = (double)(Rows * entries) + (groups * Rows * (Rows - 1) / 2);
            return new StageCost(Stage.Name, Shape.Lanes, weights / Shape.Lanes, sizeof(float) * ((weights / Shape.Lanes) + entries), 0);
        }
    }

    private VectorText Vector => new(Shape);

    private Sigma Sigma => new(Shape);

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        Sigma.DeclareLoop(code, Stage.Activations);
        code.Once("RowLoop", () =>
        {
            code.Line($"// Cascade{(Stage.LeavesActivations ? "" : " and decoder")}, {Shape.Lanes} samples: "
                + $"groups of {Rows} rows take in their sources, then finish one by one.");
            code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
            code.Block($"private static void RowLoop(ref float z{(Stage.LeavesActivations ? ", nint group, nint last" : "")})", () =>
            {
                code.Line("ref float w = ref RowWeights;");
                code.Line("ref float inside = ref RowTriangles;");
                code.Line($"{Vector.Type} h;");
                code.Line($"nint entry = {(Stage.LeavesActivations ? "Compiler::Unsafe.Add(ref RowStarts, group)" : "0")};");
                if (Stage.LeavesActivations)
                {
                    code.Line($"w = ref Compiler::Unsafe.Add(ref w, entry * {Rows});");
                    code.Line($"inside = ref Compiler::Unsafe.Add(ref inside, group * {Rows * Rows});");
                }

                var head = Stage.LeavesActivations
                    ? "for (; group < last; group++)"
                    : $"for (nint group = 0; group < {Layout.Groups}; group++)";
                code.Block(head, () => WriteRowGroup(code));
            });
            code.Line();
        });
        return ["RowLoop(ref "
            + $"z{(Stage.LeavesActivations ? $", {Stage.Neurons.First / Rows}, {(Stage.Neurons.End + Rows - 1) / Rows}" : "")});"];
    }

    private void WriteRowGroup(CodeWriter code)
    {
        code.Line($"ref float rows = ref Compiler::Unsafe.Add(ref z, group * {Rows * Shape.Lanes});");
        for (var row = 0; row < Rows; row++)
        {
            code.Line($"var z{row} = {Vector.Load("rows", row * Shape.Lanes)};");
        }

        code.Line("nint end = Compiler::Unsafe.Add(ref RowStarts, group + 1);");
        code.Block("for (; entry < end; entry++)", () => WriteEntry(code));
        WriteInside(code);
        code.Line($"inside = ref Compiler::Unsafe.Add(ref inside, {Rows * Rows});");
    }

    private void WriteEntry(CodeWriter code)
    {
        code.Line($"h = {Vector.Load($"Compiler::Unsafe.Add(ref z, Compiler::Unsafe.Add(ref RowSources, entry) * {Shape.Lanes})", 0)};");
        for (var row = 0; row < Rows; row++)
        {
            code.Line($"z{row} = {Vector.MultiplyAdd("h", Vector.Broadcast($"Compiler::Unsafe.Add(ref w, {row})"), $"z{row}")};");
        }

        code.Line($"w = ref Compiler::Unsafe.Add(ref w, {Rows});");
    }

    private void WriteInside(CodeWriter code)
    {
        for (var row = 0; row < Rows; row++)
        {
            Sigma.Assign(code, "h", Stage.Activations, $"z{row}", $"(group * {Rows}) + {row}");

            // Logits share the last groups with neurons and are not activated.
            code.Line($"{Vector.Store($"(group * {Rows}) + {row} < {Stage.Weights.Columns} ? h : z{row}", "rows", row * Shape.Lanes)};");
            for (var later = row + 1; later < Rows; later++)
            {
                var weight = Vector.Broadcast($"Compiler::Unsafe.Add(ref inside, {(row * Rows) + later})");
                code.Line($"z{later} = {Vector.MultiplyAdd("h", weight, $"z{later}")};");
            }
        }
    }
}
