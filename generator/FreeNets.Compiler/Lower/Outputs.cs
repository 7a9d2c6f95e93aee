using FreeNets.Compiler.Ir;
using FreeNets.Model;

namespace FreeNets.Compiler.Lower;

/// <summary>The activations of outputs as stages behind all others; none where outputs are logits.</summary>
internal static class Outputs
{
    public static IEnumerable<Stage> Of(FreeNet net) => net.OutputsInGroups().SelectMany((group, i) => Stages(
        net.OutputGroups.Count == 0 ? "outputs" : $"outputs {i}", new Slice(net.Neurons + group.First, group.Count), group.Activation));

    private static IEnumerable<Stage> Stages(string name, Slice rows, Activation activation) => activation switch
    {
        { Function: ActivationFunction.Identity } => [],
        { IsOfGroup: true } => [new SoftmaxStage(name, rows, activation == Activation.LogSoftmax)],
        _ => [new ActivateStage(name, rows, activation)],
    };
}
