using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>
/// float32 weights, few of them not 0, one sample, a lane a neuron: 32 neighbouring inputs are in two registers, and each step every lane
/// picks the input that its neuron has the next weight for.
/// </summary>
/// <remarks>
/// Zero inputs are not looked for: few windows have none but zeros, and a branch that is not foreseen costs as much as the steps of a
/// window.
/// </remarks>
/// <param name="Stage">The stage, which reads the inputs.</param>
/// <param name="State">The state.</param>
/// <param name="Layout">Where its weights are.</param>
internal sealed record SparsePermutes(LinearStage Stage, StateLayout State, PermuteLayout Layout) : Kernel(VectorShape.Avx512)
{
    private const int Lanes = Machine.Lanes;

    public static Kernel? Plan(KernelRequest request) =>
        request is { Stage: LinearStage stage, Workload: Workload.OneSample }
        && request.Shape == VectorShape.Avx512
        && stage.From is not Source.Inputs { NormalisesEach: true }
        && PermuteLayouts.Of(stage) is { } layout
            ? new SparsePermutes(stage, request.Program.State, layout)
            : null;

    /// <summary>Cycles of a sample.</summary>
    public double Cycles => Machine.PermuteStepCycles * Layout.Steps;

    public override string Name => $"{CSharpText.Number(Layout.Steps)} steps, inputs picked by permutes";

    public override string Because => FormattableString.Invariant(
        $"{Live / ((double)Stage.Width * Stage.Rows):0.0%} of the weights are not 0; ")
        + FormattableString.Invariant($"they fill {Live / ((double)Lanes * Layout.Steps):0.0%} of the lanes");

    public override string Blocking => $"{Layout.Blocks[0].Rows.Count} neurons in registers, inputs picked by permutes";

    public override IReadOnlyList<Layout> Layouts => [Layout];

    public override StageCost Cost => new(
        Stage.Name,
        Lanes,
        Layout.Steps,
        Layout.Steps * PermuteSteps.StepBytes,
        Layout.Blocks.Sum(static block => block.LongestChain) * Machine.FmaLatency);

    public override int Statements => Layout.Blocks.Sum(static block => block.Statements);

    private long Live => Stage.Weights.NonZeroCount;

    private static VectorText Vector => new(VectorShape.Avx512);

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        var calls = new List<string>();
        var (windows, vectors, steps) = (0, 0, 0);
        foreach (var block in Layout.Blocks)
        {
            code.Line($"// {Stage.Title}, neurons {block.Rows.First} to {block.Rows.End - 1}, one sample. "
                + "5 bits of picks say which of 32 inputs a lane takes.");
            code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
            code.Block($"private static void {name}{calls.Count}<T>(ref T x, ref float z)\n    where T : unmanaged", () =>
            {
                WriteLocals(code, block, steps, vectors);
                PermuteText.WriteRuns(code, block, Layout.Windows, windows, (run, first) => WriteWindow(code, run, first));
                var chunk = block.Rows.First / Lanes;
                LinearState.Write(code, Stage, State, Vector, (chunk, chunk + block.Groups), group => [$"a{group - chunk}"]);
            });
            code.Line();
            calls.Add($"{name}{calls.Count}(ref x, ref z);");
            windows += block.Windows;
            vectors += block.Runs.Sum(static run => run.Windows.Count * PermuteSteps.VectorsOf(run.Count));
            steps += block.Steps;
        }

        return calls;
    }

    private void WriteLocals(CodeWriter code, PermuteBlock block, int steps, int vectors)
    {
        // Neurons of later layers may read no input at all.
        if (block.Steps > 0)
        {
            code.Line($"ref float w = ref {CSharpText.At(Layout.Weights, (long)steps * Lanes)};");
            code.Line($"ref int picks = ref {CSharpText.At(Layout.Picks, (long)vectors * Lanes)};");
            code.Line("Simd::Vector512<int> picked;");
            code.Line($"{Vector.Type} low, high, v;");
        }

        for (var group = 0; group < block.Groups; group++)
        {
            code.Line($"var a{group} = {Vector.Type}.Zero;");
        }
    }

    private void WriteWindow(CodeWriter code, WindowRun run, string first)
    {
        code.Line($"low = {Load(first)};");
        code.Line($"high = {Load(CSharpText.Sum(first, Lanes))};");
        var step = 0;
        foreach (var (group, _) in run.Order())
        {
            PermuteText.WriteStep(code, step, "low", "high", $"a{group}");
            step++;
        }

        code.Line($"w = ref Compiler::Unsafe.Add(ref w, {step * Lanes});");
        code.Line($"picks = ref Compiler::Unsafe.Add(ref picks, {PermuteSteps.VectorsOf(step) * Lanes});");
    }

    /// <summary>16 inputs as they enter the products.</summary>
    private string Load(string first)
    {
        var raw = $"global::FreeNets.Runtime.Element.ToVector512(ref {CSharpText.At("x", first)})";
        return Stage.From is Source.Inputs { Normalises: true }
            ? $"({raw} - Simd::Vector512.Create(InputMean)) * Simd::Vector512.Create(InputScale)"
            : raw;
    }
}
