using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Activations;

/// <summary>h = σ(z) of neighbouring neurons in place, of one sample or with one lane a sample: the same loop over floats.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Shape">The vectors.</param>
/// <param name="Lanes">Lanes of a neuron: 1, or one a sample.</param>
internal sealed record Activate(ActivateStage Stage, VectorShape Shape, int Lanes) : Kernel(Shape)
{
    public static Kernel? Plan(KernelRequest request) => request is { Stage: ActivateStage stage, Workload: Workload.OneSample or Workload.Block }
        ? new Activate(stage, request.Shape, request.Workload == Workload.Block ? request.Shape.Lanes : 1)
        : null;

    public override string Name => "in place";

    public override string Because => "no edge joins these neurons";

    public override IReadOnlyList<Layout> Layouts => [];

    public override StageCost Cost => new(Stage.Name, Shape.Lanes, 0, 0, 0);

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        code.Once("Activate", () =>
        {
            code.Line("// h takes the place of z, in count floats.");
            code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
            code.Block("private static void Activate(ref float z, nint count)", () =>
            {
                code.Line("nint i = 0;");
                if (Shape != VectorShape.Scalar)
                {
                    WriteVectors(code);
                }

                code.Block("for (; i < count; i++)", () =>
                {
                    code.Line("var h = System::MathF.Max(0, Compiler::Unsafe.Add(ref z, i));");
                    VectorText.WriteSquare(code, Stage.Activation);
                    code.Line("Compiler::Unsafe.Add(ref z, i) = h;");
                });
            });
            code.Line();
        });
        return [$"Activate(ref {CSharpText.At("z", (long)Stage.Neurons.First * Lanes)}, {Stage.Neurons.Count * Lanes});"];
    }

    private void WriteVectors(CodeWriter code)
    {
        var vector = new VectorText(Shape);
        code.Block($"for (; i <= count - {Shape.Lanes}; i += {Shape.Lanes})", () =>
        {
            code.Line($"var h = {vector.Relu(vector.Load("Compiler::Unsafe.Add(ref z, i)", 0))};");
            VectorText.WriteSquare(code, Stage.Activation);
            code.Line($"{vector.Store("h", "Compiler::Unsafe.Add(ref z, i)", 0)};");
        });
        code.Line();
    }
}
