using FreeNets.Import.Graph;
using FreeNets.Model;

namespace FreeNets.Import.Operators;

/// <summary>Activations that files spell as a choice between two functions of what they compare with a constant.</summary>
internal static class Choices
{
    public const string Reason = "compares activations; trees are no feed-forward network";

    /// <summary>From here on softplus is its argument, to the last digit of float32.</summary>
    private const double SoftplusIsLinear = 15;

    /// <summary>a where the condition holds, else b.</summary>
    public static Scalar Select(Call call, Scalar condition, Scalar a, Scalar b)
    {
        if (condition is not OpaqueScalar { Arguments: [var left, var right] } comparison
            || Compared(comparison.Function, left, right) is not { } compared)
        {
            return call.Symbols.Opaque(call.Node, "Where", Reason, condition, a, b);
        }

        var (x, threshold, isAbove) = compared;
        var (above, below) = isAbove ? (a, b) : (b, a);
        return Softplus(x, threshold, above, below)
            ?? ExponentialBelow(call, x, threshold, above, below)
            ?? Piecewise(call, x, threshold, above, below)
            ?? call.Symbols.Opaque(call.Node, "Where", Reason, condition, a, b);
    }

    /// <summary>What is compared, with which number, and whether being above it makes the condition true.</summary>
    private static (Scalar X, double Threshold, bool IsAbove)? Compared(string function, Scalar left, Scalar right)
    {
        var isGreater = function is "Greater" or "GreaterOrEqual";
        return !isGreater && function is not ("Less" or "LessOrEqual") ? null
            : Limits.ConstantOf(right) is { } most ? (left, most, isGreater)
            : Limits.ConstantOf(left) is { } least ? (right, least, !isGreater)
            : null;
    }

    /// <summary>softplus(βx) / β, for which x itself stands where it is large.</summary>
    private static Scalar? Softplus(Scalar x, double threshold, Scalar above, Scalar below)
    {
        if (Affine.Of(below) is not
            { Offset: 0, Base: ActivatedScalar { Activation.Function: ActivationFunction.Softplus } softplus } scaled)
        {
            return null;
        }

        var beta = Affine.Of(softplus.Source).Over(Affine.Of(above));
        var perCompared = Affine.Of(softplus.Source).Over(Affine.Of(x));
        return beta is { } b && perCompared is { } c && Affine.IsNear(b * scaled.Factor, 1) && c * threshold >= SoftplusIsLinear
            ? below
            : null;
    }

    /// <summary>x, or α · (eˣ − 1) below 0.</summary>
    private static Scalar? ExponentialBelow(Call call, Scalar x, double threshold, Scalar above, Scalar below) =>
        threshold == 0 && Affine.Of(above).Over(Affine.Of(x)) is { } factor
        && Affine.Of(below) is { Base: OpaqueScalar { Function: "Exp" } exp } lower
        && lower.Factor == -lower.Offset
        && Affine.Of(exp.Arguments[0]).Over(Affine.Of(x)) == 1
        ? call.Symbols.Scaled(call.Node, call.Symbols.Activated(call.Node, Activation.Elu((float)(lower.Factor / factor)), x), factor)
        : null;

    /// <summary>Two straight lines: below + slope · relu(x − threshold), and a step where they do not meet.</summary>
    private static Scalar? Piecewise(Call call, Scalar x, double threshold, Scalar above, Scalar below)
    {
        if (Line(above, x) is not var (slopeAbove, offsetAbove) || Line(below, x) is not var (slopeBelow, offsetBelow))
        {
            return null;
        }

        if (threshold == 0 && offsetAbove == 0 && offsetBelow == 0 && slopeAbove != 0)
        {
            var leaky = slopeBelow == 0 ? Activation.Relu : Activation.LeakyRelu((float)(slopeBelow / slopeAbove));
            return call.Symbols.Scaled(call.Node, call.Symbols.Activated(call.Node, leaky, x), slopeAbove);
        }

        var (slope, jump) = (slopeAbove - slopeBelow, ((slopeAbove - slopeBelow) * threshold) + offsetAbove - offsetBelow);
        var past = call.Symbols.Scaled(call.Node, x, 1, -threshold);
        return call.Symbols.Linear(
            call.Node,
            [
                new(x, slopeBelow),
                new(call.Symbols.Activated(call.Node, Activation.Relu, past), slope),
                new(call.Symbols.Activated(call.Node, ActivationFunction.Step, past), jump),
            ],
            offsetBelow);
    }

    /// <summary>A scalar as slope · x + offset.</summary>
    private static (double Slope, double Offset)? Line(Scalar scalar, Scalar x)
    {
        if (Limits.ConstantOf(scalar) is { } number)
        {
            return (0, number);
        }

        var (own, of) = (Affine.Of(scalar), Affine.Of(x));
        return own.Base == of.Base ? (own.Factor / of.Factor, own.Offset - (own.Factor / of.Factor * of.Offset)) : null;
    }
}
