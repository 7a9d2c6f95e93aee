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
            OpaqueScalar { Function: "Erf" } erf when y.Factor == y.Offset && Affine.Of(erf.Arguments[0]).Over(x) is { } scale && Affine.IsNear(scale, Math.Sqrt(0.5)) =>
                (ActivationFunction.Gelu, value, 2 * y.Factor),
            _ => null,
        };
        if (found is { } known)
        {
            return call.Symbols.Scaled(call.Node, call.Symbols.Activated(call.Node, known.Function, known.Source ?? value), known.Factor);
        }

        return CubeOf(call, x, gate);
    }

    private static (ActivationFunction Function, Scalar? Source, double Factor)? OfActivation(Affine x, Affine y, ActivatedScalar gate)
    {
        var source = Affine.Of(gate.Source);
        return (gate.Activation.Function, y.Offset) switch
        {
            (ActivationFunction.Sigmoid, 0) when source.Over(x) is { } beta => (ActivationFunction.Silu, gate.Source, y.Factor / beta),
            (ActivationFunction.HardSigmoid, 0) when source.Over(x) == 1 && Affine.IsNear(gate.Activation.Alpha, 1.0 / 6) && gate.Activation.Beta == 0.5f =>
                (ActivationFunction.HardSwish, null, y.Factor),
            (ActivationFunction.Clip, 0) when gate.Activation == Activation.Relu6 && source.Over(x, 3) == 1 => (ActivationFunction.HardSwish, null, 6 * y.Factor),
            (ActivationFunction.Clip, 0) when gate.Activation == Activation.Clip(0, 1) && source.Over(x, 0.5) is { } sixth && Affine.IsNear(sixth, 1.0 / 6) =>
                (ActivationFunction.HardSwish, null, y.Factor),
            (ActivationFunction.Tanh, 0) when gate.Source is ActivatedScalar { Activation.Function: ActivationFunction.Softplus } softplus
                && Affine.Of(softplus.Source).Over(x) == 1 => (ActivationFunction.Mish, null, y.Factor),
            (ActivationFunction.Tanh, var offset) when offset == y.Factor && IsGeluArgument(gate.Source, x) => (ActivationFunction.GeluTanh, null, 2 * y.Factor),
            _ => null,
        };
    }

    /// <summary>√(2/π) · (x + 0.044715 · x³).</summary>
    private static bool IsGeluArgument(Scalar argument, Affine x)
    {
        var (linear, cubic) = (0.0, 0.0);
        return x.Offset == 0 && Collect(argument, 1, 0) && Affine.IsNear(linear, Math.Sqrt(2 / Math.PI) * x.Factor)
            && Affine.IsNear(cubic, Math.Sqrt(2 / Math.PI) * 0.044715 * Math.Pow(x.Factor, 3));

        bool Collect(Scalar scalar, double weight, int depth)
        {
            switch (scalar)
            {
                case var value when value == x.Base:
                    linear += weight;
                    return true;
                case OpaqueScalar { Function: Cube } cube when Affine.Of(cube.Arguments[0]) is { Offset: 0 } inner && inner.Base == x.Base:
                    cubic += weight * Math.Pow(inner.Factor, 3);
                    return true;
                case LinearScalar { Constant: 0, Terms.Length: <= 2 } sum when depth < 8:
                    return sum.Terms.All(term => Collect(term.Source, weight * term.Weight, depth + 1));
                default:
                    return false;
            }
        }
    }

    /// <summary>x · x², for GELU.</summary>
    private static Scalar? CubeOf(Call call, Affine x, Scalar gate)
    {
        var square = Affine.Of(gate);
        return x.Offset == 0 && square.Offset == 0
            && square.Base is LinearScalar { Terms: [{ Source: ActivatedScalar first, Weight: var w1 }, { Source: ActivatedScalar second, Weight: var w2 }], Constant: 0 }
            && first.Activation == Activation.SquaredRelu && second.Activation == Activation.SquaredRelu && w1 == w2
            && Affine.Of(first.Source) is { Offset: 0 } inner && inner.Base == x.Base && Affine.Of(second.Source).Over(inner) == -1
            ? call.Symbols.Scaled(
                call.Node,
                call.Symbols.Opaque(call.Node, Cube, "third power of an activation is not supported", x.Base),
                square.Factor * w1 * inner.Factor * inner.Factor * x.Factor)
            : null;
    }
}
