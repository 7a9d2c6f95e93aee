using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Kernels.Activations;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Cascade;

/// <summary>
/// A cascade of one sample by levels: h of up to 16 neurons is in a register, and each step every row of a later group picks the neuron
/// that it has the next weight for.
/// </summary>
/// <param name="Stage">The stage.</param>
/// <param name="State">The state.</param>
/// <param name="Layout">Where its weights are.</param>
internal sealed record LevelPermutes(CascadeStage Stage, StateLayout State, LevelLayout Layout) : Kernel(VectorShape.Avx512)
{
    /// <summary>Steps that are written out at most: a method that the JIT still optimises.</summary>
    private const int MostSteps = 600;

    /// <summary>How much less time than columns it has to take: both are estimates.</summary>
    private const double LeastGain = 1.1;

    /// <summary>Groups whose h stays in a register, beside the operands.</summary>
    private const int MostGroups = Machine.Registers - 6;

    public static Kernel? Plan(KernelRequest request)
    {
        if (request is not { Stage: CascadeStage { LeavesActivations: false } stage, Workload: Workload.OneSample }
            || request.Shape != VectorShape.Avx512
            || !stage.Activations.AreUniform
            || !ColumnLayout.IsStraightLineFor(stage))
        {
            return null;
        }

        var layout = LevelLayout.Of(stage, request.Program.State.Length);
        var kernel = new LevelPermutes(stage, request.Program.State, layout);
        return layout.Steps is > 0 and <= MostSteps
            && layout.Groups.Count <= MostGroups
            && LeastGain * kernel.Cycles < Columns.Plan(request)!.Cost.Cycles
            ? kernel
            : null;
    }

    public override string Name => $"{Layout.Groups.Count} groups of rows, neurons picked by permutes";

    public override string Because =>
        $"{CSharpText.Number(Stage.Weights.Count)} edges and decoder weights take {CSharpText.Number(Layout.Steps)} steps of 16 rows";

    public override string Summary => $"{Name}, decoder included";

    public override IReadOnlyList<Layout> Layouts => [Layout];

    public override StageCost Cost => new(
        Stage.Name, Machine.Lanes, Layout.Steps, Layout.Steps * PermuteSteps.StepBytes, Layout.ChainCycles());

    public override int Statements => Layout.Steps;

    private double Cycles => Math.Max(Machine.PermuteStepCycles * Layout.Steps, Layout.ChainCycles());

    private static VectorText Vector => new(VectorShape.Avx512);

    private static Sigma Sigma => new(VectorShape.Avx512);

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name)
    {
        Sigma.Declare(code, Stage.Activations);
        code.Line($"// {Stage.Title}, one sample: z of up to 16 rows in a register takes in h of earlier ones. "
            + "5 bits of picks say which of 32 a lane takes.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {name}Levels(ref float z)", () =>
        {
            code.Line("ref float w = ref LevelWeights;");
            code.Line("ref int picks = ref LevelPicks;");
            code.Line("Simd::Vector512<int> picked;");
            code.Line($"{Vector.Type} v;");
            var (step, loaded) = (0, new HashSet<int>());
            foreach (var group in Order())
            {
                code.Line();
                WriteFinish(code, group, loaded);
                foreach (var (target, term, _) in Layout.Behind(group))
                {
                    Load(code, target, loaded);
                    PermuteText.WriteStep(code, step++, $"h{term.First}", $"h{term.First + term.Groups - 1}", $"h{target}");
                }
            }
        });
        code.Line();
        return [$"{name}Levels(ref z);"];
    }

    /// <summary>
    /// Neurons first to last, then logits last to first: the last group may begin among the logits of the one before, which is stored over
    /// it.
    /// </summary>
    private IEnumerable<int> Order()
    {
        var neurons = Layout.Groups.Count(group => group.Rows.First < Stage.Weights.Columns);
        return Enumerable.Range(0, neurons).Concat(Enumerable.Range(neurons, Layout.Groups.Count - neurons).Reverse());
    }

    /// <summary>h of a group that has taken in all its sources, or its logits.</summary>
    private void WriteFinish(CodeWriter code, int index, HashSet<int> loaded)
    {
        var group = Layout.Groups[index];
        var isLogits = group.Rows.First >= Stage.Weights.Columns;
        var first = isLogits ? group.Rows.First - Stage.Weights.Columns : group.Rows.First;
        code.Line($"// {(isLogits ? "Logits" : "Neurons")} {first} to {first + group.Rows.Count - 1} are complete.");
        Load(code, index, loaded);
        if (isLogits)
        {
            code.Line($"{Vector.Store($"h{index}", "z", group.Start)};");
            return;
        }

        Sigma.Assign(code, $"h{index}", Stage.Activations.All, $"h{index}");
    }

    private void Load(CodeWriter code, int group, HashSet<int> loaded)
    {
        if (loaded.Add(group))
        {
            code.Line($"var h{group} = {Vector.Load("z", Layout.Groups[group].Start)};");
        }
    }
}
