using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Text;

namespace FreeNets.Compiler.Kernels.Linear;

/// <summary>Integer weights, one sample, no vectors: a loop of the runtime's.</summary>
internal sealed record ScalarInt8(LinearStage Stage, StateLayout State, Int8Layout Layout) : Kernel(VectorShape.Scalar)
{
    public static Kernel? Plan(KernelRequest request) =>
        request is { Stage: LinearStage { Numerics: Numerics.Int8 int8 } stage, Workload: Workload.OneSample }
            && request.Shape == VectorShape.Scalar
            ? new ScalarInt8(stage, request.Program.State, new Int8Layout(stage, int8))
            : null;

    public override string Name => "int8, no vectors";

    public override string Because => NonZeroInputs.WhyNot(Stage);

    public override string Blocking => "packed loops";

    public override IReadOnlyList<Layout> Layouts => [Layout];

    public override StageCost Cost => new(Stage.Name, 1, 0, 0, 0) { Scalars = (double)Stage.Width * Stage.Rows };

    public override long StackBytes => Int8Inputs.StackBytes(Layout, 1, skips: false);

    internal override IReadOnlyList<string> Emit(CodeWriter code, string name) =>
    [
        .. Int8Inputs.Prepare(Layout, samples: 1, skips: false),
        $"global::FreeNets.Runtime.ScalarEncoder.Int8Sums(ref bytes, {Stage.Width}, ref EncoderBytes, {Stage.Rows}, ref EncoderSteps, "
            + "ref StateStart, ref z);",
        Int8Inputs.PutNaN(Layout, State, samples: 1),
        "",
        .. ScalarState.Start(Stage, State),
    ];
}
