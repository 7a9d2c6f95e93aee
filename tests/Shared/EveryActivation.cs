using FreeNets.Model;

namespace FreeNets.Tests;

/// <summary>Activations of neurons, one of each function at least.</summary>
public static class EveryActivation
{
    public static IReadOnlyList<Activation> All { get; } =
    [
        Activation.Relu, Activation.SquaredRelu, Activation.LeakyRelu(0.2f), Activation.LeakyRelu(-0.5f), Activation.Relu6,
        Activation.Sigmoid, Activation.Tanh,
        Activation.HardSigmoid(), ActivationFunction.HardSwish, ActivationFunction.Silu, ActivationFunction.Gelu,
        ActivationFunction.GeluTanh, Activation.Elu(0.7f),
        Activation.Selu, ActivationFunction.Softplus, ActivationFunction.Softsign, ActivationFunction.Mish, Activation.Identity,
        ActivationFunction.Step,
        Activation.Sine(2), Activation.Cosine(), Activation.Gaussian(0.8f), ActivationFunction.Absolute, ActivationFunction.Inverse,
    ];
}
