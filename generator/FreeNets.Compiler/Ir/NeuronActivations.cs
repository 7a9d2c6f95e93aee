using FreeNets.Model;

namespace FreeNets.Compiler.Ir;

/// <summary>σ of each neuron of the state.</summary>
/// <param name="All">σ of every neuron, where <paramref name="Each"/> is empty.</param>
/// <param name="Each">σ of each neuron; or empty.</param>
public sealed record NeuronActivations(Activation All, EquatableArray<Activation> Each)
{
    /// <summary>Those of a network.</summary>
    public static NeuronActivations Of(FreeNet net)
    {
        var distinct = Enumerable.Range(0, net.Neurons).Select(net.ActivationOf).Distinct().ToArray();
        return distinct.Length == 1 ? new(distinct[0], default) : new(distinct[0], net.NeuronActivations);
    }

    /// <summary>Whether all neurons have the same one.</summary>
    public bool AreUniform => Each.Count == 0;

    /// <summary>Every σ that some neuron has, in the order of the first.</summary>
    public IReadOnlyList<Activation> Distinct => AreUniform ? [All] : [.. Each.Distinct()];

    /// <summary>Whether some σ is more than a few instructions.</summary>
    public bool AreCurved => Distinct.Any(static activation => activation.Function is
        ActivationFunction.Sigmoid or ActivationFunction.Tanh or ActivationFunction.Silu or ActivationFunction.Gelu
            or ActivationFunction.GeluTanh
        or ActivationFunction.Elu or ActivationFunction.Softplus or ActivationFunction.Softsign or ActivationFunction.Mish
        or ActivationFunction.Sine
        or ActivationFunction.Cosine or ActivationFunction.Gaussian);

    /// <summary>σ of a neuron.</summary>
    public Activation this[int neuron] => AreUniform ? All : Each[neuron];
}
