using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>One sample reads the rows of the inputs that some weight uses, by a list: rows of zeros are not read.</summary>
internal sealed record ListedRows(LinearStage Stage, StateLayout State, EncoderLayout Layout, VectorShape Shape)
    : RowByRow(Stage, State, Layout, Shape)
{
    public static Kernel? Plan(KernelRequest request) =>
        request is { Stage: LinearStage { Numerics: Numerics.Float32 } stage, Workload: Workload.OneSample }
        && request.Shape != VectorShape.Scalar
        && EncoderLayouts.ListsInputs(stage)
            ? new ListedRows(
                stage, request.Program.State, EncoderLayouts.Of(stage), EncoderLayouts.ShapeOfOne(EncoderLayouts.Of(stage), request.Shape))
            : null;

    public override string Name => $"dense, {CSharpText.Number(Rounds.Rounds().Length)} listed inputs";

    public override string Because => $"{NonZeroInputs.WhyNot(Stage)}; {EncoderLayouts.WhyLoads(Stage)}";

    public override string Summary =>
        $"one sample: dense over {CSharpText.Number(Rounds.Rounds().Length)} listed inputs; batch: dense; {EncoderTile.SumsText(Sums)}";

    public override IReadOnlyList<Layout> Layouts => [Layout, Rounds];

    protected override double InputsRead => Rounds.Rounds().Length;

    private RoundsLayout Rounds => new(Stage);

    protected override void WriteLoop(CodeWriter code, Block block)
    {
        code.Line($"const int Row = {Stage.Rows};");
        code.Line($"ref float rows = ref {CSharpText.At(Layout.Table, block.First * Shape.Lanes)};");
        code.Line("ref float w = ref rows;");
        code.Line("nint input;");
        code.Loop("i", 0, Rounds.Rounds().Length, Sums, i =>
        {
            for (var sum = 0; sum < Sums; sum++)
            {
                code.Line($"input = Compiler::Unsafe.Add(ref InputRounds, {CSharpText.Sum(i, sum)});");
                code.Line($"w = ref Compiler::Unsafe.Add(ref rows, {(sum == 0 ? "input" : $"(input - {sum})")} * Row);");
                WriteInput(code, block, sum, "input");
            }
        });
    }
}
