using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>16-bit weights, one sample, no vectors: a loop of the runtime's.</summary>
internal sealed record ScalarHalf(LinearStage Stage, StateLayout State, HalfLayout Layout) : Kernel(VectorShape.Scalar)
{
    public static Kernel? Plan(KernelRequest request) =>
        request is { Stage: LinearStage { Numerics: Numerics.Half half } stage, Workload: Workload.OneSample }
            && request.Shape == VectorShape.Scalar
            ? new ScalarHalf(stage, request.Program.State, new HalfLayout(stage, half))
            : null;

    public override string Name => $"{Layout.Numerics.Name}, no vectors";

    public override string Because => NonZeroInputs.WhyNot(Stage);

    public override string Blocking => "packed loops";

    public override IReadOnlyList<Layout> Layouts => [Layout];

    public override StageCost Cost => new(Stage.Name, 1, 0, 0, 0) { Scalars = (double)Stage.Width * Stage.Rows };

    private string Normalisation => Stage.From is Source.Inputs { Normalises: true } ? "InputMean, InputScale" : "0, 1";

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name) =>
    [
        $"global::FreeNets.Runtime.ScalarEncoder.HalfSums(ref x, {Stage.Width}, {Normalisation}, ref EncoderPairs, "
            + $"{(Layout.IsFloat16 ? "true" : "false")}, {Stage.Rows}, ref EncoderSteps, ref StateStart, ref z);",
        "",
        .. ScalarState.Start(Stage, State),
    ];
}
