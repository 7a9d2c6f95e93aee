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
        if (request is not { Stage: LinearStage { Numerics: Numerics.Float32 } stage, Workload: Workload.OneSample }
            || request.Shape == VectorShape.Scalar)
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
        var goesOn = inputs > Sums;
        foreach (var part in parts)
        {
            if (goesOn)
            {
                WriteStride(code, part);
            }

            code.Line($"ref float {Rows(part)} = ref {CSharpText.At(Layout.Table, part.At(FirstNeuron(part, block)))};");
        }

        code.Loop("i", 0, inputs - tail, Sums, i =>
        {
            for (var sum = 0; sum < Sums; sum++)
            {
                WriteInput(code, block, sum, CSharpText.Sum(i, sum));
            }

            foreach (var part in goesOn ? parts : [])
            {
                code.Line($"{Rows(part)} = ref Compiler::Unsafe.Add(ref {Rows(part)}, {CSharpText.Product(Stride(part), Sums)});");
            }
        });
        if (tail > 0)
        {
            code.Line();
        }

        for (var sum = 0; sum < tail; sum++)
        {
            WriteInput(code, block, sum, CSharpText.Integer(inputs - tail + sum));
        }
    }
}
