using FreeNets.Model;

namespace FreeNets.Trainer.Networks;

/// <summary>What is fixed before any weight exists: the sizes of a FreeNet, its σ, and its inputs.</summary>
/// <param name="Inputs">Inputs, at least 1.</param>
/// <param name="Neurons">k, at least 1.</param>
/// <param name="Outputs">Outputs (classes), at least 1.</param>
/// <param name="Activation">σ.</param>
/// <param name="Domain">What a raw input may be, and how it is normalised.</param>
public sealed record Architecture(int Inputs, int Neurons, int Outputs, Activation Activation, InputDomain Domain)
{
    /// <summary>Bytes as images give them, divided by 255: the default domain.</summary>
    public static InputDomain UnitBytes { get; } = InputDomain.Bytes with { Scale = 1f / 255 };

    /// <summary>Numbers that come as the network takes them.</summary>
    public static InputDomain Prepared { get; } = new() { Type = InputType.Float32 };

    /// <summary>
    /// Biases start uniform in [−s, s]: the paper's "uniform distribution with fixed support" (section 5), which it does not state.
    /// </summary>
    public double BiasSupport { get; init; } = 0.1;
}
