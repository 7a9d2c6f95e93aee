using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Kernels.Activations;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;
using FreeNets.Model;

namespace FreeNets.Compiler.Kernels.Cascade;

/// <summary>
/// A cascade with one lane per sample, a statement a weight: the sums of neighbouring rows run side by side and share each load of h.
/// </summary>
/// <param name="Stage">The stage.</param>
/// <param name="Layout">Where its weights are.</param>
/// <param name="Shape">The vectors.</param>
/// <param name="Methods">What each method does.</param>
internal sealed record RowGroups(CascadeStage Stage, RowLayout Layout, VectorShape Shape, EquatableArray<RowMethod> Methods) : Kernel(Shape)
{
    public static Kernel? Plan(KernelRequest request)
    {
        if (request is not { Stage: CascadeStage stage, Workload: Workload.Block }
            || request.Shape == VectorShape.Scalar
            || !ColumnLayout.IsStraightLineFor(stage))
        {
            return null;
        }

        var layout = new RowLayout(stage, request.Program.State.Rows);
        return new RowGroups(stage, layout, request.Shape, RowCuts.Of(layout, request.Shape));
    }

    public override string Name => "straight line";

    public override string Because =>
        $"{CSharpText.Number(Stage.Weights.Count)} edges and decoder weights, "
            + $"at most {CSharpText.Number(ColumnLayout.StraightLineWeights)}";

    public override IReadOnlyList<Layout> Layouts => [Layout];

    /// <summary>Weights are read once for all lanes, h once a group of rows.</summary>
    public override StageCost Cost
    {
        get
        {
            var loads = Methods.Sum(static method => method.Groups.Sum(static group => group.Steps.Count));
            return new StageCost(
                Stage.Name, Shape.Lanes, (double)Statements / Shape.Lanes, sizeof(float) * (((double)Statements / Shape.Lanes) + loads), 0);
        }
    }

    public override int Statements =>
        Methods.Sum(static method => method.Groups.Sum(static group => group.Steps.Sum(static step => step.Targets.Count)));

    private VectorText Vector => new(Shape);

    private Sigma Sigma => new(Shape);

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        Sigma.Declare(code, Stage.Activations);
        var calls = new List<string>();
        foreach (var method in Methods)
        {
            var last = method.Groups[method.Groups.Count - 1];
            code.Line($"// {Stage.Title}, {Shape.Lanes} samples, rows {method.Groups[0].First} to {last.First + last.Count - 1}.");
            code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
            code.Line($"private static void {name}Rows{calls.Count}(ref float z)");
            code.Block(() => WriteBody(code, method));
            code.Line();
            calls.Add($"{name}Rows{calls.Count}(ref z);");
        }

        return calls;
    }

    private void WriteBody(CodeWriter code, RowMethod method)
    {
        code.Line("ref float w = ref EdgeWeights;");
        code.Line($"{Vector.Type} h;");
        for (var row = 0; row < method.Groups.Max(static group => group.Count); row++)
        {
            code.Line($"{Vector.Type} z{row};");
        }

        foreach (var group in method.Groups)
        {
            code.Line();
            WriteGroup(code, group);
        }
    }

    private void WriteGroup(CodeWriter code, RowGroup group)
    {
        code.Line(group.Count == 1 ? $"// Row {group.First}." : $"// Rows {group.First} to {group.First + group.Count - 1}.");
        for (var row = 0; row < group.Count; row++)
        {
            code.Line($"z{row} = {Load(group.First + row)};");
        }

        foreach (var step in group.Steps.Where(step => step.Source < group.First))
        {
            WriteArrow(code, group, step);
            code.Line($"h = {Load(step.Source)};");
            WriteTargets(code, step);
        }

        var own = group.Steps.Where(step => step.Source >= group.First).ToDictionary(static step => step.Source);
        for (var row = 0; row < group.Count; row++)
        {
            var source = group.First + row;
            if (!group.Finishes || source >= Stage.Neurons.End)
            {
                code.Line($"{Store($"z{row}", source)};");
                continue;
            }

            var isRead = own.TryGetValue(source, out var step);
            if (isRead)
            {
                WriteArrow(code, group, step!);
            }
            else
            {
                code.Line($"// h{source}");
            }

            Sigma.Assign(code, "h", Stage.Activations[source], $"z{row}");
            code.Line($"{Store("h", source)};");
            if (isRead)
            {
                WriteTargets(code, step!);
            }
        }
    }

    private void WriteArrow(CodeWriter code, RowGroup group, RowStep step) =>
        Arrow.Write(code, Stage, step.Source, step.Targets.Select(target => group.First + target.Row));

    private void WriteTargets(CodeWriter code, RowStep step)
    {
        foreach (var (row, offset) in step.Targets)
        {
            code.Line($"z{row} = {Vector.MultiplyAdd("h", Vector.Broadcast($"Compiler::Unsafe.Add(ref w, {offset})"), $"z{row}")};");
        }
    }

    private string Load(int row) => Vector.Load("z", (long)row * Shape.Lanes);

    private string Store(string value, int row) => Vector.Store(value, "z", (long)row * Shape.Lanes);
}
