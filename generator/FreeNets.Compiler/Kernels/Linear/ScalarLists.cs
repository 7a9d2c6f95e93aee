using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>
/// float32 weights, few of them not 0, one sample, no vectors: four neurons at a time run down the lists of their weights, those of
/// <see cref="SparseLanes"/>.
/// </summary>
/// <remarks>Products are rounded before they are added, as in <see cref="ScalarRows"/>.</remarks>
/// <param name="Stage">The stage, which reads the inputs.</param>
/// <param name="State">The state.</param>
/// <param name="Lists">Where its weights are.</param>
internal sealed record ScalarLists(LinearStage Stage, StateLayout State, SparseLayout Lists) : Kernel(VectorShape.Scalar)
{
    /// <summary>Time of a listed weight ÷ time of one in a row: a load of its input's place and one of a value that is anywhere.</summary>
    private const double WeightToRow = 3;

    public static Kernel? Plan(KernelRequest request) =>
        ScalarRows.Plan(request) is ScalarRows { Stage.From: Source.Inputs } rows
        && SparseLanes.DenseToSparse(rows.Stage) > 1
        && WeightToRow * (rows.Stage.Weights.NonZeroCount + rows.Stage.Rows) < rows.Cost.Scalars
            ? new ScalarLists(rows.Stage, rows.State, SparseLanes.ListsOf(rows.Stage))
            : null;

    public override string Name => $"lists of {CSharpText.Number(Stage.Weights.NonZeroCount)} weights, no vectors";

    public override string Because => FormattableString.Invariant(
        $"{Stage.Weights.NonZeroCount / ((double)Stage.Width * Stage.Rows):0.0%} of the weights are not 0; ")
        + FormattableString.Invariant($"a listed one takes the time of {WeightToRow} in a row");

    public override string Blocking => "lists of weights, then packed loops";

    public override IReadOnlyList<Layout> Layouts => [Lists];

    public override StageCost Cost => new(Stage.Name, 1, 0, 0, 0) { Scalars = WeightToRow * (Stage.Weights.NonZeroCount + Stage.Rows) };

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        WriteMethod(code, $"{name}Lists");
        var calling = new CodeWriter();
        calling.Line($"Interop::MemoryMarshal.CreateSpan(ref z, {Stage.Rows}).Clear();");
        calling.Loop("part", 0, Lists.Panels * Stage.PartialSums, 1, part =>
        {
            var panel = Stage.PartialSums == 1 ? part : $"({part} / {Stage.PartialSums})";
            var (first, list) = (CSharpText.Product(panel, Lists.PanelInputs), CSharpText.Product(part, Lists.Lists));
            calling.Line($"{name}Lists(ref x, ref z, {first}, {list});");
        });
        calling.Line();
        calling.Loop("row", 0, Stage.Rows, 1, row => calling.Line(
            $"{CSharpText.At("z", row)} += {CSharpText.At("StateStart", row)};"));
        calling.Line();
        return [calling.ToString(), .. ScalarState.Start(Stage, State)];
    }

    private void WriteMethod(CodeWriter code, string name)
    {
        code.Line($"// {Stage.Title}, one sample: products of the {Lists.PanelInputs} inputs from the first, "
            + $"added to z, {SparseLayout.Rows} neurons in turns.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block(Stage.Method(name, "ref float z, nint first, nint list"), () =>
            ListText.Write(code, Lists, rows => WriteRows(code, rows)));
        code.Line();
    }

    private void WriteRows(CodeWriter code, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            code.Line($"ref float r{row} = ref Compiler::Unsafe.Add(ref z, (nint)Compiler::Unsafe.Add(ref rows, {row}));");
        }

        for (var row = 0; row < rows; row++)
        {
            code.Line($"float a{row} = r{row};");
        }

        code.Line("nint input;");
        code.Block($"for (; entry < end; entry += {rows})", () =>
        {
            for (var row = 0; row < rows; row++)
            {
                var entry = CSharpText.Sum("entry", row);
                code.Line($"input = first + Compiler::Unsafe.Add(ref inputs, {entry});");
                code.Line($"a{row} += {Stage.Value("input")} * Compiler::Unsafe.Add(ref weights, {entry});");
            }
        });
        code.Line();
        for (var row = 0; row < rows; row++)
        {
            code.Line($"r{row} = a{row};");
        }
    }
}
