using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Cascade;

/// <summary>A cascade of one sample without vectors: a loop over entries.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Layout">Where its weights are.</param>
internal sealed record ScalarCascade(CascadeStage Stage, ScalarLayout Layout) : Kernel(VectorShape.Scalar)
{
    public static Kernel? Plan(KernelRequest request) =>
        request is { Stage: CascadeStage stage, Workload: Workload.OneSample } && request.Shape == VectorShape.Scalar
            ? new ScalarCascade(stage, new ScalarLayout(stage))
            : null;

    public override string Name => "packed loops, no vectors";

    public override string Because => "code without vectors is short loops, whatever the size of the network";

    public override IReadOnlyList<Layout> Layouts => [Layout];

    public override StageCost Cost => new(Stage.Name, 1, 0, 0, 0) { Scalars = Stage.Weights.Count };

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        code.Once("Cascade", () =>
        {
            code.Line($"// Cascade{(Stage.LeavesActivations ? "" : " and decoder")}, one sample: a silent neuron adds nothing, but NaN goes on.");
            code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
            code.Block($"private static void Cascade(ref float z{(Stage.LeavesActivations ? ", nint source, nint last" : "")})", () =>
            {
                code.Line($"nint entry = {(Stage.LeavesActivations ? "Compiler::Unsafe.Add(ref ScalarStarts, source)" : "0")};");
                var head = Stage.LeavesActivations ? "for (; source < last; source++)" : $"for (nint source = 0; source < {Stage.Neurons.End}; source++)";
                code.Block(head, () => WriteSource(code));
            });
            code.Line();
        });
        return [$"Cascade(ref z{(Stage.LeavesActivations ? $", {Stage.Neurons.First}, {Stage.Neurons.End}" : "")});"];
    }

    private void WriteSource(CodeWriter code)
    {
        code.Line("var h = Compiler::Unsafe.Add(ref z, source);");
        code.Line("nint end = Compiler::Unsafe.Add(ref ScalarStarts, source + 1);");
        code.Block("if (h <= 0)", () =>
        {
            if (Stage.LeavesActivations)
            {
                code.Line("Compiler::Unsafe.Add(ref z, source) = 0;");
            }

            code.Line("entry = end;");
            code.Line("continue;");
        });
        code.Line();
        VectorText.WriteSquare(code, Stage.Activation);
        if (Stage.LeavesActivations)
        {
            code.Line("Compiler::Unsafe.Add(ref z, source) = h;");
        }

        code.Block("for (; entry < end; entry++)", () =>
            code.Line("Compiler::Unsafe.Add(ref z, Compiler::Unsafe.Add(ref ScalarTargets, entry)) += h * Compiler::Unsafe.Add(ref ScalarWeights, entry);"));
    }
}
