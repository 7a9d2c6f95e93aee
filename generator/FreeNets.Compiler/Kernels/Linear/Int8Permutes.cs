using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>
/// Integer weights, few of them not 0, one sample, a lane of four bytes a neuron: 64 or 128 neighbouring inputs are in registers, and each
/// step every byte picks the input that its neuron has a next weight for.
/// </summary>
/// <param name="Stage">The stage.</param>
/// <param name="State">The state.</param>
/// <param name="Layout">Where its weights are.</param>
/// <param name="Dense">The layout of the batch, with the steps of the neurons.</param>
internal sealed record Int8Permutes(
    LinearStage Stage, StateLayout State, Int8PermuteLayout Layout, Int8Layout Dense) : Kernel(VectorShape.Avx512)
{
    private const string Helpers = "global::FreeNets.Runtime.Int8";

    public static Kernel? Plan(KernelRequest request)
    {
        if (request is not { Stage: LinearStage { Numerics: Numerics.Int8 int8 } stage, Workload: Workload.OneSample }
            || request.Shape != VectorShape.Avx512
            || !PermuteLayouts.IsThin(stage)
            || Int8PermuteLayout.Of(stage, int8) is not { } layout)
        {
            return null;
        }

        return layout.Cycles < PermuteLayouts.RowCycles(stage, sizeof(sbyte))
            ? new Int8Permutes(stage, request.Program.State, layout, new Int8Layout(stage, int8))
            : null;
    }

    public override string Name => $"int8, {CSharpText.Number(Layout.Steps)} steps, inputs picked by permutes";

    public override string Because => FormattableString.Invariant(
        $"{Live / ((double)Stage.Width * Stage.Rows):0.0%} of the weights are not 0; ")
        + FormattableString.Invariant($"they fill {Live / (Int8PermuteLayout.VectorInputs * (double)Layout.Steps):0.0%} of the bytes");

    public override string Summary =>
        $"int8, {CSharpText.Number(Layout.Steps)} steps of 16 neurons × 4 inputs for one sample; batch: {Dense.Summary(skipsZeros: false)}";

    public override string Blocking => $"{Layout.Blocks[0].Rows.Count} neurons in registers, inputs picked by permutes";

    public override IReadOnlyList<Layout> Layouts => [Layout, Dense];

    public override StageCost Cost => new(
        Stage.Name,
        Shape.Lanes,
        4 * Layout.Steps,
        2 * Int8PermuteLayout.VectorInputs * Layout.Steps,
        Layout.Blocks.Sum(static block => block.LongestChain) * Machine.FmaLatency);

    public override int Statements => Layout.Blocks.Sum(static block => block.Statements);

    public override long StackBytes => Int8Inputs.StackBytes(Dense, 1, skips: false);

    private long Live => Stage.Weights.NonZeroCount;

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        var calls = new List<string>(Int8Inputs.Prepare(Dense, 1, skips: false));
        var (windows, steps, method) = (0, 0, 0);
        foreach (var block in Layout.Blocks)
        {
            code.Line($"// {Stage.Title} in integers, neurons {block.Rows.First} to {block.Rows.End - 1}, one sample. "
                + "Each byte of picks is the place of an input.");
            code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
            code.Block($"private static void {name}{method}({Int8Inputs.Parameters(skips: false)}, ref float z)", () =>
            {
                WriteLocals(code, block, steps);
                PermuteText.WriteRuns(code, block, "EncoderWindows", windows, (run, first) => WriteWindow(code, run, first));
                code.Line();
                var chunk = block.Rows.First / Shape.Lanes;
                ScaledState.Write(
                    code, Stage, State, Shape, 1, (chunk, chunk + block.Groups),
                    (_, group) => $"Simd::Vector512.ConvertToSingle(a{group - chunk})");
            });
            code.Line();
            calls.Add($"{name}{method}({Int8Inputs.Arguments(skips: false)}, ref z);");
            windows += block.Windows;
            steps += block.Steps;
            method++;
        }

        return [.. calls, Int8Inputs.PutNaN(Dense, State, 1)];
    }

    private void WriteLocals(CodeWriter code, PermuteBlock block, int steps)
    {
        // Neurons of later layers may read no input at all.
        if (block.Steps > 0)
        {
            code.Line($"ref sbyte w = ref {CSharpText.At("EncoderStepBytes", (long)steps * Int8PermuteLayout.VectorInputs)};");
            code.Line($"ref byte picks = ref {CSharpText.At("EncoderPickBytes", (long)steps * Int8PermuteLayout.VectorInputs)};");
            code.Line($"Simd::Vector512<byte> low, {(Layout.Registers > 1 ? "high, " : "")}v;");
        }

        for (var group = 0; group < block.Groups; group++)
        {
            code.Line($"var a{group} = Simd::Vector512<int>.Zero;");
        }
    }

    private void WriteWindow(CodeWriter code, WindowRun run, string first)
    {
        code.Line($"low = Simd::Vector512.LoadUnsafe(ref {CSharpText.At("x", first)});");
        if (Layout.Registers > 1)
        {
            code.Line(
                $"high = Simd::Vector512.LoadUnsafe(ref {CSharpText.At("x", CSharpText.Sum(first, Int8PermuteLayout.VectorInputs))});");
        }

        var step = 0;
        foreach (var (group, _) in run.Order())
        {
            var place = step++ * Int8PermuteLayout.VectorInputs;
            var picks = $"Simd::Vector512.LoadUnsafe(ref picks, {place})";
            code.Line($"v = {Helpers}.Pick({(Layout.Registers > 1 ? $"low, {picks}, high" : $"low, {picks}")});");
            code.Line($"a{group} = {Helpers}.Add(a{group}, v, Simd::Vector512.LoadUnsafe(ref w, {place}));");
        }

        code.Line($"w = ref Compiler::Unsafe.Add(ref w, {step * Int8PermuteLayout.VectorInputs});");
        code.Line($"picks = ref Compiler::Unsafe.Add(ref picks, {step * Int8PermuteLayout.VectorInputs});");
    }
}
