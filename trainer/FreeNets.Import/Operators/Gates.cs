using FreeNets.Import.Graph;
using FreeNets.Model;

namespace FreeNets.Import.Operators;

/// <summary>Activations that files spell as a value times a function of it: swish, GELU, hard swish and Mish.</summary>
internal static class Gates
{
    public const string Cube = "Cube";

    /// <summary>value · gate as an activation, or null where it is none.</summary>
    public static Scalar? Find(Call call, Scalar value, Scalar gate)
    {
        var (x, y) = (Affine.Of(value), Affine.Of(gate));
        var found = y.Base switch
        {
            ActivatedScalar activated => OfActivation(x, y, activated),
            OpaqueScalar { Function: "Erf" } erf when y.Factor == y.Offset
                && Affine.Of(erf.Arguments[0]).Over(x) is { } scale => (ActivationFunction.Gelu, scale * Math.Sqrt(2), 2),
            _ => null,
        };
        if (found is var (function, s, factor))
        {
            return call.Symbols.Scaled(
                call.Node, call.Symbols.Activated(call.Node, function, call.Symbols.Scaled(call.Node, value, Rounded(s))),
                factor * y.Factor / Rounded(s));
        }

        return CubeOf(call, value, x, gate);
    }

    /// <summary>Where x · gate = factor · f(s · x) / s times the gate's own factor, f and s and factor.</summary>
    private static (ActivationFunction Function, double S, double Factor)? OfActivation(Affine x, Affine y, ActivatedScalar gate)
    {
        var source = Affine.Of(gate.Source);
        return (gate.Activation.Function, y.Offset) switch
        {
            (ActivationFunction.Sigmoid, 0) when source.Over(x) is { } s => (ActivationFunction.Silu, s, 1),
            (ActivationFunction.HardSigmoid, 0) when source.Over(x) is { } s
                && Affine.IsNear(gate.Activation.Alpha, 1.0 / 6)
                && gate.Activation.Beta == 0.5f =>
                (ActivationFunction.HardSwish, s, 1),
            (ActivationFunction.Clip, 0) when gate.Activation == Activation.Relu6
                && source.Over(x, 3) is { } s => (ActivationFunction.HardSwish, s, 6),
            (ActivationFunction.Clip, 0) when gate.Activation == Activation.Clip(0, 1)
                && source.Over(x, 0.5) is { } sixth => (ActivationFunction.HardSwish, 6 * sixth, 1),
            (ActivationFunction.Tanh, 0) when gate.Source is ActivatedScalar { Activation.Function: ActivationFunction.Softplus } softplus
                && Affine.Of(softplus.Source).Over(x) is { } s => (ActivationFunction.Mish, s, 1),
            (ActivationFunction.Tanh, var offset) when offset == y.Factor
                && GeluScale(gate.Source, x) is { } s => (ActivationFunction.GeluTanh, s, 2),
            _ => null,
        };
    }

    /// <summary>1 or 2 where a file's constants, which are rounded to float32, mean that.</summary>
    private static double Rounded(double s) => Affine.IsNear(s, Math.Round(s)) && Math.Round(s) != 0 ? Math.Round(s) : s;

    /// <summary>The s for which an argument is √(2/π) · (z + 0.044715 · z³) with z = s · x.</summary>
    private static double? GeluScale(Scalar argument, Affine x)
    {
        var (linear, cubic) = (0.0, 0.0);
        var isSum = Collect(argument, 1, 0);
        var s = linear / Math.Sqrt(2 / Math.PI);
        return isSum && s != 0 && Affine.IsNear(cubic, linear * 0.044715 * s * s) ? s : null;

        bool Collect(Scalar scalar, double weight, int depth)
        {
            switch (scalar)
            {
                case var value when Affine.Of(value).Over(x) is { } ratio:
                    linear += weight * ratio;
                    return true;
                case OpaqueScalar { Function: Cube } cube when Affine.Of(cube.Arguments[0]).Over(x) is { } ratio:
                    cubic += weight * Math.Pow(ratio, 3);
                    return true;
                case LinearScalar { Constant: 0, Terms.Length: <= 2 } sum when depth < 8:
                    return sum.Terms.All(term => Collect(term.Source, weight * term.Weight, depth + 1));
                default:
                    return false;
            }
        }
    }

    /// <summary>x · w · (r · x)², for GELU.</summary>
    private static Scalar? CubeOf(Call call, Scalar value, Affine x, Scalar gate)
    {
        var square = Affine.Of(gate);
        return square.Offset == 0 && Squares.RootOver(square.Base, x) is { } ratio
            ? call.Symbols.Scaled(
                call.Node,
                call.Symbols.Opaque(call.Node, Cube, "third power of an activation is not supported", value),
                square.Factor * ratio * ratio)
            : null;
    }
}
