using FreeNets.Import.Graph;
using FreeNets.Import.Onnx;
using FreeNets.Model;

namespace FreeNets.Import.Operators;

/// <summary>Sums, differences, products and quotients, element by element.</summary>
internal static class Arithmetic
{
    private const string NotSupported = "of an activation is not supported";

    public static IReadOnlyDictionary<string, Operator> All { get; } = new Dictionary<string, Operator>
    {
        ["Add"] = static call => Two(call, static (a, b) => a + b, (a, b) => call.Symbols.Sum(call.Node, a, b)),
        ["Sub"] = static call => Two(call, static (a, b) => a - b, (a, b) => call.Symbols.Linear(call.Node, [new(a, 1), new(b, -1)], 0)),
        ["Mul"] = static call => Two(call, static (a, b) => a * b, (a, b) => Products.Multiply(call, a, b)),
        ["Div"] = Divide,
        ["Pow"] = static call => [Apply(call, call.Input(0), call.Input(1), Math.Pow, (a, b) => Products.Power(call, a, b))],
        ["Sum"] = static call => Many(call, static (a, b) => a + b, (a, b) => call.Symbols.Sum(call.Node, a, b)),
        ["Max"] = static call => Many(call, Math.Max, (a, b) => Limits.Larger(call, a, b)),
        ["Min"] = static call => Many(call, Math.Min, (a, b) => Limits.Smaller(call, a, b)),
        ["Neg"] = static call => [call.Map(call.Input(0), static x => -x, x => call.Symbols.Scaled(call.Node, x, -1))],
        ["Reciprocal"] = static call =>
            [call.Map(call.Input(0), static x => 1 / x, x => Products.Divide(call, call.Symbols.Constant(call.Node, 1), x))],
        ["Exp"] = static call =>
            [call.Map(call.Input(0), Math.Exp, x => Squares.Gaussian(call, x) ?? call.Symbols.Opaque(call.Node, "Exp", NotSupported, x))],
        ["Log"] = static call => [call.Map(call.Input(0), Math.Log, x => Products.Logarithm(call, x))],
        ["Sqrt"] = static call => Function(call, Math.Sqrt, "of an activation, as layer normalisation has it, is not supported"),
        ["Erf"] = static call => Function(call, Erf),
        ["Floor"] = static call => Function(call, Math.Floor),
        ["Ceil"] = static call => Function(call, Math.Ceiling),
        ["Round"] = static call => Function(call, static x => Math.Round(x, MidpointRounding.ToEven)),
        ["Mod"] = static call => Two(call, static (a, b) => a - (b * Math.Floor(a / b)), (a, b) => Opaque(call, a, b)),
    };

    /// <summary>Two tensors, element by element.</summary>
    public static Tensor Apply(Call call, Tensor a, Tensor b, Func<double, double, double> number, Func<Scalar, Scalar, Scalar> scalar)
    {
        call.MustBeReal(a);
        call.MustBeReal(b);
        var meeting = Broadcast.Of(call, a, b);
        var (first, second) = (meeting.Places[0], meeting.Places[1]);
        if (a.Numbers is { } x && b.Numbers is { } y)
        {
            var numbers = new double[first.Length];
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = number(x[first[i]], y[second[i]]);
            }

            return Tensor.OfNumbers(a.Type, meeting.Shape, numbers, meeting.BatchAxis);
        }

        var (p, q) = (call.ScalarsOf(a), call.ScalarsOf(b));
        var scalars = new Scalar[first.Length];
        for (var i = 0; i < scalars.Length; i++)
        {
            scalars[i] = scalar(p[first[i]], q[second[i]]);
        }

        return Tensor.OfScalars(a.Type, meeting.Shape, scalars, meeting.BatchAxis);
    }

    private static Tensor[] Two(Call call, Func<double, double, double> number, Func<Scalar, Scalar, Scalar> scalar)
    {
        call.MustAgree(call.Input(0), call.Input(1), "first operand", "second operand");
        return [Apply(call, call.Input(0), call.Input(1), number, scalar)];
    }

    private static Tensor[] Many(Call call, Func<double, double, double> number, Func<Scalar, Scalar, Scalar> scalar)
    {
        var result = call.Input(0);
        for (var i = 1; i < call.InputCount; i++)
        {
            call.MustAgree(result, call.Input(i), "operand", "operand");
            result = Apply(call, result, call.Input(i), number, scalar);
        }

        return [result];
    }

    private static Tensor[] Divide(Call call)
    {
        var isWhole = Elements.IsInteger(call.Input(0).Type);
        return isWhole && (call.Input(0).Scalars ?? call.Input(1).Scalars) is not null
            ? throw call.Node.Refuse("divides integers that depend on the inputs, which drops fractions")
            : Two(call, (a, b) => isWhole ? Math.Truncate(a / b) : a / b, (a, b) => Products.Divide(call, a, b));
    }

    /// <summary>By way of x · Φ(x), which the reference evaluator has: erf x = 2 Φ(√2 x) − 1.</summary>
    private static double Erf(double x) => x == 0 ? 0
        : (2 * ReferenceEvaluator.Activate(Activation.Of(ActivationFunction.Gelu), Math.Sqrt(2) * x) / (Math.Sqrt(2) * x)) - 1;

    /// <summary>A function that no neuron has; patterns may make one of it together with what reads it.</summary>
    private static Tensor[] Function(Call call, Func<double, double> number, string reason = NotSupported) =>
        [call.Map(call.Input(0), number, x => call.Symbols.Opaque(call.Node, call.Node.Operator, reason, x))];

    private static Scalar Opaque(Call call, Scalar a, Scalar b) =>
        call.Symbols.Opaque(call.Node, call.Node.Operator, "of activations is not supported", a, b);
}
