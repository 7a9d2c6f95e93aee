using FreeNets.Import.Graph;
using FreeNets.Model;

namespace FreeNets.Import.Formats;

/// <summary>SharpNEAT's activation functions, as neurons and sums of ours.</summary>
internal static class SharpNeatFunctions
{
    private static readonly Dictionary<string, Func<Sketch, Scalar, Scalar>> s_all = new()
    {
        ["ReLU"] = static (sketch, z) => sketch.Apply(Activation.Relu, z),
        ["LeakyReLU"] = static (sketch, z) => sketch.Apply(Activation.LeakyRelu(0.001f), z),
        ["LeakyReLUShifted"] = static (sketch, z) => sketch.Apply(Activation.LeakyRelu(0.001f), sketch.Scaled(z, 1, 0.5)),
        ["Logistic"] = static (sketch, z) => sketch.Apply(Activation.Sigmoid, z),
        ["LogisticSteep"] = static (sketch, z) => sketch.Apply(Activation.Sigmoid, sketch.Scaled(z, 4.9)),
        ["TanH"] = static (sketch, z) => sketch.Apply(Activation.Tanh, z),
        ["ScaledELU"] = static (sketch, z) => sketch.Apply(Activation.Selu, z),
        ["SReLU"] = StraightInTheMiddle,
        ["SReLUShifted"] = static (sketch, z) => StraightInTheMiddle(sketch, sketch.Scaled(z, 1, 0.5)),
        ["MaxMinusOne"] = static (sketch, z) => sketch.Apply(Activation.Clip(-1, float.MaxValue), z),
        ["NullFn"] = static (sketch, _) => sketch.Constant(0),
        ["SoftSignSteep"] = static (sketch, z) => sketch.Scaled(sketch.Apply(ActivationFunction.Softsign, sketch.Scaled(z, 5)), 0.5, 0.5),
        ["BipolarGaussian"] = static (sketch, z) => sketch.Scaled(sketch.Apply(Activation.Gaussian(6.25f), z), 2, -1),
        ["Gaussian"] = static (sketch, z) => sketch.Apply(Activation.Gaussian(6.25f), z),
        ["BipolarSigmoid"] = static (sketch, z) => sketch.Scaled(sketch.Apply(Activation.Sigmoid, sketch.Scaled(z, 4.9)), 2, -1),
        ["Sine"] = static (sketch, z) => sketch.Apply(Activation.Sine(2), z),
        ["Linear"] = static (sketch, z) => sketch.Apply(Activation.Clip(-1, 1), z),
    };

    /// <summary>The function of that name, or null where no neuron has it.</summary>
    public static Func<Sketch, Scalar, Scalar>? Find(string name) => s_all.GetValueOrDefault(name);

    /// <summary>z between 0.001 and 0.999, and with slope 0.00001 outside.</summary>
    private static Scalar StraightInTheMiddle(Sketch sketch, Scalar z)
    {
        const double Slope = 0.00001;
        return sketch.Sum([new Term(z, Slope), new Term(sketch.Apply(Activation.Clip(0.001f, 0.999f), z), 1 - Slope)]);
    }
}
