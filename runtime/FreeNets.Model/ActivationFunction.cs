namespace FreeNets.Model;

/// <summary>A function from sums to values; FORMAT.md has its formula and its name in model files.</summary>
/// <remarks>α and β are the parameters of an <see cref="Activation"/>; functions that name neither have none. NaN gives NaN.</remarks>
public enum ActivationFunction
{
    /// <summary>max(z, 0).</summary>
    Relu,

    /// <summary>max(z, 0)², as in the paper's Theorem 1.</summary>
    SquaredRelu,

    /// <summary>z, or α · z below 0: leaky ReLU, and PReLU with an α for each neuron.</summary>
    LeakyRelu,

    /// <summary>min(max(z, α), β), α ≤ β: ReLU6 with 0 and 6.</summary>
    Clip,

    /// <summary>1 / (1 + e⁻ᶻ).</summary>
    Sigmoid,

    /// <summary>tanh z.</summary>
    Tanh,

    /// <summary>min(max(α · z + β, 0), 1).</summary>
    HardSigmoid,

    /// <summary>z · min(max(z + 3, 0), 6) / 6.</summary>
    HardSwish,

    /// <summary>z / (1 + e⁻ᶻ), also called swish.</summary>
    Silu,

    /// <summary>z · Φ(z), Φ the standard normal distribution.</summary>
    Gelu,

    /// <summary>z / 2 · (1 + tanh(√(2/π) · (z + 0.044715 · z³))): GELU's approximation.</summary>
    GeluTanh,

    /// <summary>β · z, or β · α · (eᶻ − 1) below 0: ELU with β = 1, SELU with its two constants.</summary>
    Elu,

    /// <summary>ln(1 + eᶻ).</summary>
    Softplus,

    /// <summary>z / (1 + |z|).</summary>
    Softsign,

    /// <summary>z · tanh(ln(1 + eᶻ)).</summary>
    Mish,

    /// <summary>z: a linear neuron, or an output that is a logit.</summary>
    Identity,

    /// <summary>1 above 0, else 0.</summary>
    Step,

    /// <summary>sin(α · z).</summary>
    Sine,

    /// <summary>cos(α · z).</summary>
    Cosine,

    /// <summary>e to the power of −α · z².</summary>
    Gaussian,

    /// <summary>|z|.</summary>
    Absolute,

    /// <summary>−z, as weight-agnostic networks have it.</summary>
    Inverse,

    /// <summary>e to the power of z, over the sum of that in the group. For outputs only.</summary>
    Softmax,

    /// <summary>The natural logarithm of <see cref="Softmax"/>. For outputs only.</summary>
    LogSoftmax,
}
