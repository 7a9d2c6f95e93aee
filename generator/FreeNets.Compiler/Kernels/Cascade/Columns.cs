using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Kernels.Activations;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;
using FreeNets.Model;

namespace FreeNets.Compiler.Kernels.Cascade;

/// <summary>
/// A cascade of one sample, a statement a unit of lanes: h of each neuron is added, times its weights, to the chunks that it reaches.
/// </summary>
/// <param name="Stage">The stage.</param>
/// <param name="Layout">Where its weights are.</param>
/// <param name="Shape">The vectors.</param>
/// <param name="Methods">What each method does.</param>
internal sealed record Columns(
    CascadeStage Stage, ColumnLayout Layout, VectorShape Shape, EquatableArray<ColumnMethod> Methods) : Kernel(Shape)
{
    public static Kernel? Plan(KernelRequest request)
    {
        if (request is not { Stage: CascadeStage stage, Workload: Workload.OneSample }
            || request.Shape == VectorShape.Scalar
            || !ColumnLayout.IsStraightLineFor(stage))
        {
            return null;
        }

        var (layout, shape) = (ColumnLayout.Of(stage), request.Shape.Narrow);
        return new Columns(stage, layout, shape, ColumnPanels.Cut(layout.Pack(), shape, request.Program.State.Length));
    }

    public override string Name => "straight line";

    public override string Because =>
        $"{CSharpText.Number(Stage.Weights.Count)} edges and decoder weights, "
            + $"at most {CSharpText.Number(ColumnLayout.StraightLineWeights)}";

    public override string Summary => $"{Name}, decoder included; neurons without a weight to a vector cost nothing there";

    public override IReadOnlyList<Layout> Layouts => [Layout];

    public override StageCost Cost
    {
        get
        {
            var (fmas, scalars) =
                ((double)Methods.Sum(static method => method.Steps.Sum(static step => step.Targets.Count)), Layout.Pack().Near.Length);
            return new StageCost(
                Stage.Name, Shape.Lanes, fmas, sizeof(float) * ((fmas * Shape.Lanes) + scalars), ColumnChain.Of(Stage).Cycles)
            {
                Scalars = scalars,
            };
        }
    }

    public override int Statements => Methods.Sum(static method => method.Steps.Sum(static step => step.Near.Count + step.Targets.Count));

    private VectorText Vector => new(Shape);

    private Sigma InAllLanes => new(Shape);

    private Sigma InOneLane => new(Shape.One);

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        InAllLanes.Declare(code, Stage.Activations);
        InOneLane.Declare(code, Stage.Activations);
        var calls = new List<string>();
        var reached = Stage.Weights.NonZero().ToLookup(static weight => weight.Column, static weight => weight.Row);
        foreach (var method in Methods)
        {
            code.Line($"// {Stage.Title}, one sample, neurons {method.Steps[0].Source} to {method.Steps[method.Steps.Count - 1].Source}.");
            code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
            code.Line($"private static void {name}Columns{calls.Count}(ref float z)");
            code.Block(() => WriteBody(code, method, reached));
            code.Line();
            calls.Add($"{name}Columns{calls.Count}(ref z);");
        }

        return calls;
    }

    private void WriteBody(CodeWriter code, ColumnMethod method, ILookup<int, int> reached)
    {
        if (method.Steps.Any(static step => step.Near.Count > 0))
        {
            code.Line("ref float near = ref NearWeights;");
        }

        if (method.Steps.Any(static step => step.Targets.Count > 0))
        {
            code.Line("ref float w = ref ColumnWeights;");
            code.Line($"{Vector.Type} h;");
        }

        foreach (var chunk in method.Chunks)
        {
            code.Line($"var z{chunk} = {Vector.Load("z", chunk * Shape.Lanes)};");
        }

        foreach (var unit in method.Steps.GroupBy(static step => (step.Source / ColumnLayout.NearNeurons, step.InRegister)))
        {
            code.Line();
            if (unit.Key.InRegister)
            {
                WriteUnit(code, [.. unit], reached);
            }
            else
            {
                WriteEarlier(code, unit, reached);
            }
        }

        code.Line();
        foreach (var chunk in method.Stores)
        {
            code.Line($"{Vector.Store($"z{chunk}", "z", chunk * Shape.Lanes)};");
        }

        foreach (var neuron in method.Finished)
        {
            code.Line($"Compiler::Unsafe.Add(ref z, {neuron}) = Simd::Vector128.ToScalar(s{neuron});");
        }
    }

    /// <summary>Neurons that an earlier method finished.</summary>
    private void WriteEarlier(CodeWriter code, IEnumerable<ColumnStep> steps, ILookup<int, int> reached)
    {
        foreach (var step in steps)
        {
            Arrow.Write(code, Stage, step.Source, RowsOf(step, reached));
            InAllLanes.Assign(code, "h", Stage.Activations[step.Source], Vector.Broadcast(CSharpText.At("z", step.Source)));
            WriteTargets(code, step);
        }
    }

    /// <summary>A unit of neurons that nobody else adds to any more: edges between them are scalars, which wait for no shuffle.</summary>
    private void WriteUnit(CodeWriter code, ColumnStep[] steps, ILookup<int, int> reached)
    {
        foreach (var neuron in steps.SelectMany(static step => step.Near.Select(static near => near.Target).Append(step.Source))
            .Distinct()
            .OrderBy(static neuron => neuron))
        {
            code.Line($"var s{neuron} = {Vector.Lane($"z{neuron / Shape.Lanes}", neuron % Shape.Lanes)};");
        }

        foreach (var step in steps)
        {
            Arrow.Write(code, Stage, step.Source, RowsOf(step, reached));
            InOneLane.Assign(code, $"var h{step.Source}", Stage.Activations[step.Source], $"s{step.Source}");

            foreach (var (target, offset) in step.Near)
            {
                code.Line(
                    $"s{target} = {Vector.MultiplyAddOne($"h{step.Source}", $"Compiler::Unsafe.Add(ref near, {offset})", $"s{target}")};");
            }

            if (step.Targets.Count > 0)
            {
                code.Line($"h = {Vector.BroadcastOne($"h{step.Source}")};");
                WriteTargets(code, step);
            }
        }
    }

    /// <summary>The rows that a step adds to, of those that its neuron reaches.</summary>
    private IEnumerable<int> RowsOf(ColumnStep step, ILookup<int, int> reached)
    {
        var near = step.Near.Select(static weight => weight.Target);
        var chunks = step.Targets.Select(static target => target.Chunk).ToArray();
        return reached[step.Source].Where(row => near.Contains(row) || chunks.Contains(row / Shape.Lanes));
    }

    private void WriteTargets(CodeWriter code, ColumnStep step)
    {
        foreach (var (chunk, offset) in step.Targets)
        {
            code.Line($"z{chunk} = {Vector.MultiplyAdd("h", Vector.Load("w", offset), $"z{chunk}")};");
        }
    }
}
