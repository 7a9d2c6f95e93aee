using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>
/// float32 weights, few of them not 0, a block of samples, a lane per sample: four neurons at a time run down the lists of their weights in
/// a panel of inputs.
/// </summary>
/// <param name="Stage">The stage, which reads the inputs.</param>
/// <param name="State">The state.</param>
/// <param name="Layout">Where the weights are for one sample.</param>
/// <param name="Shape">The vectors.</param>
internal sealed record SparseLanes(LinearStage Stage, StateLayout State, EncoderLayout Layout, VectorShape Shape)
    : LaneSamples(Stage, State, Layout, Shape)
{
    /// <summary>
    /// Time of a listed weight ÷ time of a multiply-add of the dense kernel, which loads each value once for many neurons. Measured on Zen
    /// 4 with AVX-512, 784 inputs, 100 neurons, 256 samples: 5, 20 and 30 % of the weights take 0.18, 0.41 and 0.62 of the dense time, one
    /// neuron after the other; four in turns take 0.64 of that on Sapphire Rapids.
    /// </summary>
    private const double WeightToDense = 2;

    /// <summary>How much faster lists have to be: a vector of samples that is alone gains less by them than two.</summary>
    private const double LeastGain = 1.4;

    public static new Kernel? Plan(KernelRequest request) =>
        LaneSamples.Plan(request) is LaneSamples dense && DenseToSparse(dense.Stage) > 1
            ? new SparseLanes(dense.Stage, dense.State, dense.Layout, dense.Shape)
            : null;

    /// <summary>Time of a block by the dense kernel ÷ the same by lists; 1 where the dense kernel runs.</summary>
    public static double DenseToSparse(LinearStage stage)
    {
        var gain = (double)stage.Width * stage.Rows / (WeightToDense * (stage.Weights.NonZeroCount + stage.Rows));
        return stage.Numerics is Numerics.Float32 && gain >= LeastGain ? gain : 1;
    }

    /// <summary>Where the weights are.</summary>
    public static SparseLayout ListsOf(LinearStage stage) => new(stage, PanelInputsOf(stage));

    public override string Name => $"lists of {CSharpText.Number(Stage.Weights.NonZeroCount)} weights, one lane per sample";

    public override string Because => FormattableString.Invariant(
        $"{Stage.Weights.NonZeroCount / ((double)Stage.Width * Stage.Rows):0.0%} of the weights are not 0; ")
        + FormattableString.Invariant($"a listed one takes the time of {WeightToDense} in a dense tile");

    public override string Blocking => $"one lane per sample, encoder by lists for {Groups} × {Lanes} samples";

    public override IReadOnlyList<Layout> Layouts => [Lists];

    public override StageCost Cost
    {
        get
        {
            var (live, samples) = ((double)Stage.Weights.NonZeroCount, Groups * Lanes);
            return new StageCost(
                Stage.Name, Lanes, live / Lanes, (sizeof(int) + sizeof(float)) * live / samples,
                WeightToDense * (live + Stage.Rows) / samples);
        }
    }

    private SparseLayout Lists => ListsOf(Stage);

    protected override void WriteProducts(CodeWriter code, string name, int groups)
    {
        code.Line($"// {Stage.Title}: products of a panel's inputs for {groups * Lanes} samples, added to a, "
            + $"{SparseLayout.Rows} neurons in turns; list is that of the first.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {name}Lists{groups}(ref float panel, ref float a, nint list)", () =>
            ListText.Write(code, Lists, rows => WriteRows(code, groups, rows)));
        code.Line();
    }

    protected override void WriteCalls(CodeWriter code, string name, int groups, string input)
    {
        var a = HasSums ? $"Compiler::Unsafe.Add(ref sums, sum * {SumLength})" : "sums";
        var panels = input == "0" ? "0" : $"(({input} / {PanelInputs}) * {Sums})";
        var list = CSharpText.Product(HasSums ? $"({panels} + sum)" : panels, Lists.Lists);
        code.Line($"{name}Lists{groups}(ref panel, ref {a}, {list});");
    }

    private void WriteRows(CodeWriter code, int groups, int rows)
    {
        var sums = (from row in Enumerable.Range(0, rows) from @group in Enumerable.Range(0, groups) select (Row: row, Group: @group))
            .ToArray();
        code.Line("ref float x = ref panel;");
        code.Line($"{Vector.Type} w;");
        for (var row = 0; row < rows; row++)
        {
            code.Line($"ref float r{row} = ref Compiler::Unsafe.Add(ref a, (nint)Compiler::Unsafe.Add(ref rows, {row}) * {Lanes});");
        }

        foreach (var (row, group) in sums)
        {
            code.Line($"var a{row}_{group} = {Vector.Load($"r{row}", (long)group * GroupLength)};");
        }

        code.Block($"for (; entry < end; entry += {rows})", () =>
        {
            for (var row = 0; row < rows; row++)
            {
                var entry = CSharpText.Sum("entry", row);
                code.Line($"x = ref Compiler::Unsafe.Add(ref panel, (nint)Compiler::Unsafe.Add(ref inputs, {entry}) * {groups * Lanes});");
                code.Line($"w = {Vector.Broadcast($"Compiler::Unsafe.Add(ref weights, {entry})")};");
                for (var group = 0; group < groups; group++)
                {
                    code.Line($"a{row}_{group} = {Vector.MultiplyAdd(Vector.Load("x", group * Lanes), "w", $"a{row}_{group}")};");
                }
            }
        });
        code.Line();
        foreach (var (row, group) in sums)
        {
            code.Line($"{Vector.Store($"a{row}_{group}", $"r{row}", (long)group * GroupLength)};");
        }
    }
}
