namespace FreeNets.Model;

/// <summary>σ: a function with its parameters. Without more, <c>default</c> is ReLU.</summary>
/// <param name="Function">The function.</param>
/// <param name="Alpha">α; 0 where the function has no parameters.</param>
/// <param name="Beta">β; 0 where the function has fewer than two.</param>
public readonly record struct Activation(ActivationFunction Function, float Alpha = 0, float Beta = 0)
{
    /// <summary>max(z, 0).</summary>
    public static Activation Relu => ActivationFunction.Relu;

    /// <summary>max(z, 0)².</summary>
    public static Activation SquaredRelu => ActivationFunction.SquaredRelu;

    /// <summary>max(z, 0), at most 6.</summary>
    public static Activation Relu6 => Clip(0, 6);

    /// <summary>1 / (1 + e⁻ᶻ).</summary>
    public static Activation Sigmoid => ActivationFunction.Sigmoid;

    /// <summary>tanh z.</summary>
    public static Activation Tanh => ActivationFunction.Tanh;

    /// <summary>ELU with the two constants that keep mean 0 and variance 1.</summary>
    public static Activation Selu => new(ActivationFunction.Elu, 1.6732632423543772f, 1.0507009873554805f);

    /// <summary>z.</summary>
    public static Activation Identity => ActivationFunction.Identity;

    /// <summary>Probabilities of a group of outputs.</summary>
    public static Activation Softmax => ActivationFunction.Softmax;

    /// <summary>Logarithms of the probabilities of a group of outputs.</summary>
    public static Activation LogSoftmax => ActivationFunction.LogSoftmax;

    /// <summary>z, or <paramref name="slope"/> · z below 0.</summary>
    public static Activation LeakyRelu(float slope = 0.01f) => new(ActivationFunction.LeakyRelu, slope);

    /// <summary>z, but at least <paramref name="minimum"/> and at most <paramref name="maximum"/>.</summary>
    public static Activation Clip(float minimum, float maximum) => new(ActivationFunction.Clip, minimum, maximum);

    /// <summary>min(max(α · z + β, 0), 1).</summary>
    public static Activation HardSigmoid(float alpha = 0.2f, float beta = 0.5f) => new(ActivationFunction.HardSigmoid, alpha, beta);

    /// <summary>z, or α · (eᶻ − 1) below 0.</summary>
    public static Activation Elu(float alpha = 1) => new(ActivationFunction.Elu, alpha, 1);

    /// <summary>sin(α · z).</summary>
    public static Activation Sine(float alpha = 1) => new(ActivationFunction.Sine, alpha);

    /// <summary>cos(α · z).</summary>
    public static Activation Cosine(float alpha = 1) => new(ActivationFunction.Cosine, alpha);

    /// <summary>e to the power of −α · z².</summary>
    public static Activation Gaussian(float alpha = 1) => new(ActivationFunction.Gaussian, alpha);

    /// <summary>How many of α and β the function has: 0, 1 or 2.</summary>
    public int ParameterCount => Function switch
    {
        ActivationFunction.Clip or ActivationFunction.HardSigmoid or ActivationFunction.Elu => 2,
        ActivationFunction.LeakyRelu or ActivationFunction.Sine or ActivationFunction.Cosine or ActivationFunction.Gaussian => 1,
        _ => 0,
    };

    /// <summary>True where one value depends on all of a group, so that only outputs can have it: softmax and its logarithm.</summary>
    public bool IsOfGroup => Function is ActivationFunction.Softmax or ActivationFunction.LogSoftmax;

    /// <summary>A function without parameters, such as most are.</summary>
    public static Activation Of(ActivationFunction function) => new(function);

    /// <summary>A function without parameters, such as most are.</summary>
    public static implicit operator Activation(ActivationFunction function) => Of(function);

    /// <summary>The function's name, and its parameters where it has them: <c>Relu</c>, <c>LeakyRelu(0.01)</c>.</summary>
    public override string ToString() => ParameterCount switch
    {
        0 => $"{Function}",
        1 => $"{Function}({FnetNumber.Write(Alpha)})",
        _ => $"{Function}({FnetNumber.Write(Alpha)}, {FnetNumber.Write(Beta)})",
    };
}
