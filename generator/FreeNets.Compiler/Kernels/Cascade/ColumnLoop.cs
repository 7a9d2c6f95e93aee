using FreeNets.Compiler.Ir;
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
        && !ColumnLayout.FitsStraightLine(stage)
            ? new ColumnLoop(stage, ColumnLayout.Of(stage), request.Shape)
            : null;

    public override string Name => "packed loops";

    public override string Because =>
        $"{CSharpText.Number(Stage.Weights.Count)} edges and decoder weights, more than {CSharpText.Number(ColumnLayout.StraightLineWeights)}: "
        + "straight-line code would take too long to compile";

    public override string Summary => $"{Name}, decoder included; neurons without a weight to a vector cost nothing there";

    public override IReadOnlyList<Layout> Layouts => [Layout];

    public override StageCost Cost
    {
        get
        {
            double fmas = ColumnChain.Of(Stage).Units * Machine.Lanes / Shape.Lanes;
            return new StageCost(Stage.Name, Shape.Lanes, fmas, sizeof(float) * fmas * Shape.Lanes, ColumnChain.Of(Stage).Cycles);
        }
    }

    private VectorText Vector => new(Shape);

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        code.Line($"// {Stage.Title}, one sample: h of each neuron goes to the units of 16 lanes that it reaches.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {name}ColumnLoop(ref float z)", () =>
        {
            code.Line("ref float w = ref ColumnWeights;");
            code.Line($"{Vector.Type} sum;");
            code.Line("nint unit = 0;");
            code.Block($"for (nint source = 0; source < {Stage.Neurons.End}; source++)", () =>
            {
                code.Line($"var h = {Vector.Relu(Vector.Broadcast("Compiler::Unsafe.Add(ref z, source)"))};");
                VectorText.WriteSquare(code, Stage.Activation);
                code.Line("nint end = Compiler::Unsafe.Add(ref ColumnStarts, source + 1);");
                code.Block("for (; unit < end; unit++)", () => WriteUnit(code));
            });
        });
        code.Line();
        return [$"{name}ColumnLoop(ref z);"];
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
