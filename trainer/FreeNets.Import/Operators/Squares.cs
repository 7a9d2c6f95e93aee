using FreeNets.Import.Graph;
using FreeNets.Model;

namespace FreeNets.Import.Operators;

/// <summary>Squares, and what files make of them.</summary>
internal static class Squares
{
    /// <summary>x², exactly: max(x, 0)² + max(−x, 0)², of which a ReLU has the first alone.</summary>
    public static Scalar Of(Call call, Scalar x) => x is ActivatedScalar { Activation.Function: ActivationFunction.Relu } relu
        ? call.Symbols.Activated(call.Node, Activation.SquaredRelu, relu.Source)
        : call.Symbols.Sum(
            call.Node,
            call.Symbols.Activated(call.Node, Activation.SquaredRelu, x),
            call.Symbols.Activated(call.Node, Activation.SquaredRelu, call.Symbols.Scaled(call.Node, x, -1)));

    /// <summary>The r for which this is the square of r · x; null where there is none.</summary>
    public static double? RootOver(Scalar square, Affine x) =>
        OfBothSigns(square, ActivationFunction.SquaredRelu, 1) is { } root ? Affine.Of(root).Over(x)
        : square is ActivatedScalar { Activation.Function: ActivationFunction.SquaredRelu } one
            && x is { Base: ActivatedScalar { Activation.Function: ActivationFunction.Relu } relu, Offset: 0 } && relu.Source == one.Source
        ? 1 / x.Factor
        : null;

    /// <summary>e to the power of −α · x², or null.</summary>
    public static Scalar? Gaussian(Call call, Scalar exponent) =>
        Affine.Of(exponent) is { Factor: < 0, Offset: 0 } affine && OfBothSigns(affine.Base, ActivationFunction.SquaredRelu, 1) is { } root
            ? call.Symbols.Activated(call.Node, Activation.Gaussian((float)-affine.Factor), root)
            : null;

    /// <summary>max(sign x, 0), or null: 1 above 0, else 0.</summary>
    public static Scalar? Step(Call call, Scalar sign) => OfBothSigns(sign, ActivationFunction.Step, -1) is { } root
        ? call.Symbols.Activated(call.Node, ActivationFunction.Step, root)
        : null;

    /// <summary>The x of f(x) + weight · f(−x).</summary>
    private static Scalar? OfBothSigns(Scalar sum, ActivationFunction function, double weight) =>
        sum is LinearScalar
        {
            Constant: 0, Terms: [{ Weight: 1, Source: ActivatedScalar first }, { Source: ActivatedScalar second, Weight: var other }],
        }
        && other == weight && first.Activation == function && second.Activation == function
        && second.Source is LinearScalar { Constant: 0, Terms: [{ Weight: -1, Source: var negative }] } && negative == first.Source
            ? first.Source
            : null;
}
