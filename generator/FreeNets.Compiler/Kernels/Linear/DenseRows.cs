using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>One sample reads every row of float32 weights.</summary>
internal sealed record DenseRows(LinearStage Stage, StateLayout State, EncoderLayout Layout, VectorShape Shape)
    : RowByRow(Stage, State, Layout, Shape)
{
    public static Kernel? Plan(KernelRequest request)
    {
        if (request is not { Stage: LinearStage { Numerics: Numerics.Float32 } stage, Workload: Workload.OneSample } || request.Shape == VectorShape.Scalar)
        {
            return null;
        }

        var layout = EncoderLayouts.Of(stage);
        return new DenseRows(stage, request.Program.State, layout, EncoderLayouts.ShapeOfOne(layout, request.Shape));
    }

    public override string Name => "dense";

    public override string Because => $"{NonZeroInputs.WhyNot(Stage)}; {EncoderLayouts.WhyLoads(Stage)}";

    public override string Summary => $"dense; {EncoderTile.SumsText(Sums)}";

    public override IReadOnlyList<Layout> Layouts => [Layout];

    protected override double InputsRead => Stage.Width;

    protected override void WriteLoop(CodeWriter code, Block block)
    {
        var (inputs, tail) = (Stage.Width, Stage.Width % Sums);
        var parts = Parts(block);
        foreach (var part in parts)
        {
            code.Line($"ref float {Rows(part)} = ref {CSharpText.At(Layout.Table, part.At(FirstNeuron(part, block)))};");
        }

        code.Block($"for (nint i = 0; i < {inputs - tail}; {(Sums == 1 ? "i++" : $"i += {Sums}")})", () =>
        {
            for (var sum = 0; sum < Sums; sum++)
            {
                WriteInput(code, block, sum, sum == 0 ? "i" : $"i + {sum}");
            }

            foreach (var part in parts)
            {
                code.Line($"{Rows(part)} = ref Compiler::Unsafe.Add(ref {Rows(part)}, {Sums * part.Neurons});");
            }
        });
        for (var sum = 0; sum < tail; sum++)
        {
            WriteInput(code, block, sum, CSharpText.Integer(inputs - tail + sum));
        }
    }
}
