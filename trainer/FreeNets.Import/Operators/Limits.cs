using FreeNets.Import.Graph;
using FreeNets.Model;

namespace FreeNets.Import.Operators;

/// <summary>The larger or smaller of two scalars, and limits.</summary>
internal static class Limits
{
    /// <summary>max(a, b), exactly: a + relu(b − a), or a clip where one is constant.</summary>
    public static Scalar Larger(Call call, Scalar a, Scalar b) => ConstantOf(b) is { } most ? Clip(call, a, most, double.PositiveInfinity)
        : ConstantOf(a) is { } least ? Clip(call, b, least, double.PositiveInfinity)
        : call.Symbols.Sum(call.Node, a, Above(call, b, a));

    /// <summary>min(a, b), exactly: a − relu(a − b), or a clip where one is constant.</summary>
    public static Scalar Smaller(Call call, Scalar a, Scalar b) => ConstantOf(b) is { } most ? Clip(call, a, double.NegativeInfinity, most)
        : ConstantOf(a) is { } least ? Clip(call, b, double.NegativeInfinity, least)
        : call.Symbols.Linear(call.Node, [new(a, 1), new(Above(call, a, b), -1)], 0);

    /// <summary>min(max(x, minimum), maximum); a minimum above the maximum makes it the maximum.</summary>
    public static Scalar Clip(Call call, Scalar x, double minimum, double maximum)
    {
        // A clip of a clip whose ranges meet is one clip.
        if (x is ActivatedScalar { Activation: var inner } clipped && RangeOf(inner) is { } range
            && Math.Max(range.Minimum, minimum) is var low
            && Math.Min(range.Maximum, maximum) is var high
            && low <= high
            && minimum <= maximum)
        {
            (x, minimum, maximum) = (clipped.Source, low, high);
        }

        return minimum > maximum ? call.Symbols.Constant(call.Node, maximum)
            : minimum == 0 && maximum == double.PositiveInfinity ? call.Symbols.Activated(call.Node, Activation.Relu, x)
            : double.IsInfinity(minimum) && double.IsInfinity(maximum) ? x
            : call.Symbols.Activated(call.Node, Activation.Clip(Finite(minimum), Finite(maximum)), x);
    }

    /// <summary>The number that a scalar is for every sample, or null.</summary>
    public static double? ConstantOf(Scalar scalar) => scalar is LinearScalar { Terms.Length: 0 } number ? number.Constant : null;

    private static Scalar Above(Call call, Scalar a, Scalar b) =>
        call.Symbols.Activated(call.Node, Activation.Relu, call.Symbols.Linear(call.Node, [new(a, 1), new(b, -1)], 0));

    private static (double Minimum, double Maximum)? RangeOf(Activation activation) => activation.Function switch
    {
        ActivationFunction.Relu => (0, double.PositiveInfinity),
        ActivationFunction.Clip => (activation.Alpha, activation.Beta),
        _ => null,
    };

    private static float Finite(double bound) => (float)Math.Clamp(bound, float.MinValue, float.MaxValue);
}
