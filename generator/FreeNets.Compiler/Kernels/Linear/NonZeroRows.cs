using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Lower;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>
/// One sample first finds its non-zero inputs and then reads no weights of the others: exact, and faster where there are enough zeros.
/// </summary>
internal sealed record NonZeroRows(LinearStage Stage, StateLayout State, EncoderLayout Layout, VectorShape Shape)
    : RowByRow(Stage, State, Layout, Shape)
{
    public static Kernel? Plan(KernelRequest request) =>
        request is { Stage: LinearStage { Numerics: Numerics.Float32 } stage, Workload: Workload.OneSample }
        && request.Shape != VectorShape.Scalar
        && ZeroInputs.AreSkipped(stage)
            ? new NonZeroRows(
                stage, request.Program.State, EncoderLayouts.Of(stage), EncoderLayouts.ShapeOfOne(EncoderLayouts.Of(stage), request.Shape))
            : null;

    public override string Name => "zero inputs skipped";

    public override string Because => NonZeroInputs.Because(Stage);

    public override string Summary => $"{NonZeroInputs.Summary(Stage)}; {EncoderTile.SumsText(Sums)}";

    public override IReadOnlyList<Layout> Layouts => [Layout];

    public override long StackBytes => NonZeroInputs.StackBytes(Stage);

    protected override double InputsRead => NonZeroInputs.Read(Stage);

    protected override string Parameters => $"{NonZeroInputs.Parameters}, ";

    protected override string Arguments => $"ref x, {NonZeroInputs.Arguments}";

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name) => [.. NonZeroInputs.Find, .. base.Emit(code, name)];

    protected override void WriteLoop(CodeWriter code, Block block)
    {
        foreach (var part in Parts(block))
        {
            WriteStride(code, part);
        }

        code.Block("for (nint i = 0; i < count; i++)", () =>
        {
            code.Line("nint input = Compiler::Unsafe.Add(ref places, i);");
            foreach (var part in Parts(block))
            {
                var start = CSharpText.At(Layout.Table, part.At(FirstNeuron(part, block)));
                code.Line($"ref float {Rows(part)} = ref Compiler::Unsafe.Add(ref {start}, input * {Stride(part)});");
            }

            WriteInput(code, block, sum: 0, "input");
        });
    }
}
