using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Kernels.Activations;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;
using FreeNets.Model;

namespace FreeNets.Compiler.Kernels.Cascade;

/// <summary>A cascade of one sample without vectors: a loop over entries.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Layout">Where its weights are.</param>
internal sealed record ScalarCascade(CascadeStage Stage, ScalarLayout Layout) : Kernel(VectorShape.Scalar)
{
    private static readonly Sigma s_sigma = new(VectorShape.Scalar);

    public static Kernel? Plan(KernelRequest request) =>
        request is { Stage: CascadeStage stage, Workload: Workload.OneSample } && request.Shape == VectorShape.Scalar
            ? new ScalarCascade(stage, new ScalarLayout(stage))
            : null;

    public override string Name => "packed loops, no vectors";

    public override string Because => "code without vectors is short loops, whatever the size of the network";

    public override IReadOnlyList<Layout> Layouts => [Layout, .. KindsLayout.Of(Stage)];

    public override StageCost Cost => new(Stage.Name, 1, 0, 0, 0) { Scalars = Stage.Weights.Count };

    private bool SkipsSilent =>
        Stage.Activations is { AreUniform: true, All.Function: ActivationFunction.Relu or ActivationFunction.SquaredRelu };

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        s_sigma.DeclareLoop(code, Stage.Activations);
        code.Once("Cascade", () =>
        {
            code.Line($"// Cascade{(Stage.LeavesActivations ? "" : " and decoder")}, "
                + $"one sample{(SkipsSilent ? ": a silent neuron adds nothing, but NaN goes on" : "")}.");
            code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
            code.Block($"private static void Cascade(ref float z{(Stage.LeavesActivations ? ", nint source, nint last" : "")})", () =>
            {
                code.Line($"nint entry = {(Stage.LeavesActivations ? "Compiler::Unsafe.Add(ref ScalarStarts, source)" : "0")};");
                if (Stage.LeavesActivations)
                {
                    code.Block("for (; source < last; source++)", () => WriteSource(code, "source"));
                }
                else
                {
                    code.Loop("source", 0, Stage.Neurons.End, 1, source => WriteSource(code, source));
                }
            });
            code.Line();
        });
        return [$"Cascade(ref z{(Stage.LeavesActivations ? $", {Stage.Neurons.First}, {Stage.Neurons.End}" : "")});"];
    }

    private void WriteSkip(CodeWriter code)
    {
        code.Block("if (h <= 0)", () =>
        {
            code.Line("entry = end;");
            if (Stage.LeavesActivations)
            {
                code.Line("h = 0;");
            }
        });
        code.Line();
        if (Stage.Activations.All == Activation.SquaredRelu)
        {
            code.Line("h *= h;");
        }
    }

    private void WriteSource(CodeWriter code, string source)
    {
        code.Line($"var h = {CSharpText.At("z", source)};");
        code.Line($"nint end = Compiler::Unsafe.Add(ref ScalarStarts, {CSharpText.Sum(source, 1)});");
        if (SkipsSilent)
        {
            WriteSkip(code);
        }
        else
        {
            s_sigma.Assign(code, "h", Stage.Activations, "h", source);
        }

        if (Stage.LeavesActivations)
        {
            code.Line($"{CSharpText.At("z", source)} = h;");
        }

        code.Block("for (; entry < end; entry++)", () =>
        {
            code.Line("ref float target = ref Compiler::Unsafe.Add(ref z, Compiler::Unsafe.Add(ref ScalarTargets, entry));");
            code.Line("target += h * Compiler::Unsafe.Add(ref ScalarWeights, entry);");
        });
    }
}
