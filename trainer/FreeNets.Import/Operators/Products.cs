using FreeNets.Import.Graph;
using FreeNets.Model;

namespace FreeNets.Import.Operators;

/// <summary>Products and quotients: by constants they are sums with one term; of activations, some are activations that we know.</summary>
internal static class Products
{
    private const string TwoActivations = "product of two activations";

    public static Scalar Multiply(Call call, Scalar a, Scalar b)
    {
        if (Limits.ConstantOf(b) is { } factor)
        {
            return call.Symbols.Scaled(call.Node, a, factor);
        }

        if (Limits.ConstantOf(a) is { } other)
        {
            return call.Symbols.Scaled(call.Node, b, other);
        }

        var (x, y) = (Affine.Of(a), Affine.Of(b));
        return x.Base == y.Base
            && x.Offset == 0
            && y.Offset == 0 ? call.Symbols.Scaled(call.Node, Squares.Of(call, x.Base), x.Factor * y.Factor)
            : a == b ? Squares.Of(call, a)
            : Gates.Find(call, a, b) ?? Gates.Find(call, b, a) ?? call.Symbols.Opaque(call.Node, "Mul", TwoActivations, a, b);
    }

    public static Scalar Divide(Call call, Scalar a, Scalar b) => Limits.ConstantOf(b) is { } divisor
        ? divisor == 0 ? throw call.Node.Refuse("divides by 0") : call.Symbols.Scaled(call.Node, a, 1 / divisor)
        : OfExponential(call, a, b) ?? Softsign(call, a, b) ?? SoftmaxMember(call, a, b)
        ?? call.Symbols.Opaque(call.Node, "Div", "quotient of two activations", a, b);

    public static Scalar Power(Call call, Scalar a, Scalar exponent) => Limits.ConstantOf(exponent) switch
    {
        0 => call.Symbols.Constant(call.Node, 1),
        1 => a,
        2 => Squares.Of(call, a),
        3 => call.Symbols.Opaque(call.Node, Gates.Cube, "third power of an activation is not supported", a),
        null => call.Symbols.Opaque(call.Node, "Pow", "the exponent is not a constant", a, exponent),
        { } other => call.Symbols.Opaque(call.Node, "Pow", $"power {other} of an activation is not supported", a),
    };

    /// <summary>ln(1 + eˢ) is softplus, and the logarithm of a softmax a log-softmax.</summary>
    public static Scalar Logarithm(Call call, Scalar a) =>
        Affine.Of(a) is { Factor: 1, Offset: 1, Base: OpaqueScalar { Function: "Exp" } exp }
        ? call.Symbols.Activated(call.Node, ActivationFunction.Softplus, exp.Arguments[0])
        : a is SoftmaxScalar { Group.Activation.Function: ActivationFunction.Softmax } member
        ? call.Symbols.Member(call.Node, member.Group.Logarithm, member.Place)
        : call.Symbols.Opaque(call.Node, "Log", "of an activation is not supported", a);

    /// <summary>a / (w + w · eˢ) = a · sigmoid(−s) / w.</summary>
    private static Scalar? OfExponential(Call call, Scalar a, Scalar b)
    {
        if (Affine.Of(b) is not { Base: OpaqueScalar { Function: "Exp" } exp } divisor || divisor.Factor != divisor.Offset)
        {
            return null;
        }

        var sigmoid = call.Symbols.Activated(call.Node, Activation.Sigmoid, call.Symbols.Scaled(call.Node, exp.Arguments[0], -1));
        return Multiply(call, a, call.Symbols.Scaled(call.Node, sigmoid, 1 / divisor.Factor));
    }

    /// <summary>a / (w + w · |a|).</summary>
    private static Scalar? Softsign(Call call, Scalar a, Scalar b) =>
        Affine.Of(b) is { Base: ActivatedScalar { Activation.Function: ActivationFunction.Absolute } absolute } divisor
            && divisor.Factor == divisor.Offset
        && Affine.Of(absolute.Source).Over(Affine.Of(a)) is 1 or -1
        ? call.Symbols.Scaled(call.Node, call.Symbols.Activated(call.Node, ActivationFunction.Softsign, a), 1 / divisor.Factor)
        : null;

    /// <summary>eˢ over the sum of such, which is one of its terms.</summary>
    private static Scalar? SoftmaxMember(Call call, Scalar a, Scalar b)
    {
        if (a is not OpaqueScalar { Function: "Exp" } || b is not LinearScalar { Constant: 0 } sum)
        {
            return null;
        }

        var place = Array.FindIndex(sum.Terms, term => term.Source == a);
        var group = place < 0 ? null : call.Symbols.SoftmaxOf(sum, () => GroupOf(call, sum));
        return group is null ? null : call.Symbols.Member(call.Node, group, place);
    }

    private static SoftmaxGroup? GroupOf(Call call, LinearScalar sum)
    {
        if (!sum.Terms.All(static term => term is { Weight: 1, Source: OpaqueScalar { Function: "Exp" } }))
        {
            return null;
        }

        // What is subtracted from all of them, as their largest is, changes nothing.
        var logits = Array.ConvertAll(sum.Terms, static term => ((OpaqueScalar)term.Source).Arguments[0]);
        var common = logits.Select(static logit => logit is LinearScalar linear ? linear.Terms : [])
            .Aggregate((IEnumerable<Term>)((logits[0] as LinearScalar)?.Terms ?? []), static (shared, terms) => shared.Intersect(terms))
            .ToHashSet();
        var shifted = Array.ConvertAll(logits, logit => logit is LinearScalar linear
            ? call.Symbols.Linear(call.Node, [.. linear.Terms.Where(term => !common.Contains(term))], linear.Constant)
            : logit);
        return new SoftmaxGroup(Activation.Softmax, shifted, "pattern");
    }
}
