using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Kernels.Activations;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Cascade;

/// <summary>A cascade of one sample as a loop over tables: what large graphs get instead of straight-line code.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Layout">Where its weights are.</param>
/// <param name="Shape">The vectors.</param>
internal sealed record ColumnLoop(CascadeStage Stage, ColumnLayout Layout, VectorShape Shape) : Kernel(Shape)
{
    public static Kernel? Plan(KernelRequest request) =>
        request is { Stage: CascadeStage stage, Workload: Workload.OneSample }
        && request.Shape != VectorShape.Scalar
        && !ColumnLayout.IsStraightLineFor(stage)
            ? new ColumnLoop(stage, ColumnLayout.Of(stage), request.Shape)
            : null;

    public override string Name => "packed loops";

    public override string Because =>
        $"{CSharpText.Number(Stage.Weights.Count)} edges and decoder weights, "
            + $"more than {CSharpText.Number(ColumnLayout.StraightLineWeights)}: "
        + "straight-line code would take too long to compile";

    public override string Summary => $"{Name}, decoder included; neurons without a weight to a vector cost nothing there";

    public override IReadOnlyList<Layout> Layouts => [Layout, .. KindsLayout.Of(Stage)];

    public override StageCost Cost
    {
        get
        {
            var (cycles, units) = ColumnChain.Of(Stage);
            double fmas = units * Machine.Lanes / Shape.Lanes;
            return new StageCost(Stage.Name, Shape.Lanes, fmas, sizeof(float) * fmas * Shape.Lanes, cycles);
        }
    }

    private VectorText Vector => new(Shape);

    private Sigma Sigma => new(Shape);

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        Sigma.DeclareLoop(code, Stage.Activations);
        code.Once("ColumnLoop", () =>
        {
            code.Line($"// Cascade{(Stage.LeavesActivations ? "" : " and decoder")}, one sample: "
                + "h of each neuron goes to the units of 16 lanes that it reaches.");
            code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
            code.Block($"private static void ColumnLoop(ref float z{(Stage.LeavesActivations ? ", nint source, nint last" : "")})", () =>
            {
                code.Line("ref float w = ref ColumnWeights;");
                code.Line($"{Vector.Type} sum;");
                code.Line($"nint unit = {(Stage.LeavesActivations ? "Compiler::Unsafe.Add(ref ColumnStarts, source)" : "0")};");
                if (Stage.LeavesActivations)
                {
                    code.Line($"w = ref Compiler::Unsafe.Add(ref w, unit * {Machine.Lanes});");
                    code.Block("for (; source < last; source++)", () => WriteSource(code));
                }
                else
                {
                    code.Block($"for (nint source = 0; source < {Stage.Neurons.End}; source++)", () => WriteSource(code));
                }
            });
            code.Line();
        });
        return [$"ColumnLoop(ref z{(Stage.LeavesActivations ? $", {Stage.Neurons.First}, {Stage.Neurons.End}" : "")});"];
    }

    private void WriteSource(CodeWriter code)
    {
        Sigma.Assign(code, "var h", Stage.Activations, Vector.Broadcast("Compiler::Unsafe.Add(ref z, source)"), "source");
        if (Stage.LeavesActivations)
        {
            code.Line($"Compiler::Unsafe.Add(ref z, source) = {Vector.Static}.ToScalar(h);");
        }

        code.Line("nint end = Compiler::Unsafe.Add(ref ColumnStarts, source + 1);");
        code.Block("for (; unit < end; unit++)", () => WriteUnit(code));
    }

    private void WriteUnit(CodeWriter code)
    {
        code.Line("ref float target = ref Compiler::Unsafe.Add(ref z, Compiler::Unsafe.Add(ref ColumnPlaces, unit));");
        for (var lane = 0; lane < Machine.Lanes; lane += Shape.Lanes)
        {
            code.Line($"sum = {Vector.MultiplyAdd("h", Vector.Load("w", lane), Vector.Load("target", lane))};");
            code.Line($"{Vector.Store("sum", "target", lane)};");
        }

        code.Line($"w = ref Compiler::Unsafe.Add(ref w, {Machine.Lanes});");
    }
}
