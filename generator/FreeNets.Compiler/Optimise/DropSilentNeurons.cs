using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>
/// Removes neurons that interval bounds prove to be off (h = 0, as ReLU has it for z ≤ 0) on every input of the declared domain. Exact
/// there.
/// </summary>
public static class DropSilentNeurons
{
    /// <summary>The network without them; itself when there are none.</summary>
    public static FreeNet Apply(FreeNet net)
    {
        var upper = NeuronBounds.Of(net).Upper;
        return Subnet.Of(net, [.. upper.Select((bound, neuron) => bound > 0 || !IsOffBelowZero(net.ActivationOf(neuron)))]);
    }

    private static bool IsOffBelowZero(Activation activation) =>
        activation.Function is ActivationFunction.Relu or ActivationFunction.SquaredRelu or ActivationFunction.Step
        || activation is { Function: ActivationFunction.Clip, Alpha: 0 };
}
