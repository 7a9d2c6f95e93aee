using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>What h = σ(z) may be where z is in an interval. The ends may be infinite; the result may be wider than need be.</summary>
internal static class ActivationBounds
{
    /// <summary>Far more than what the functions that generated code has are off by.</summary>
    private const double Rounding = 1e-6;

    /// <summary>The interval of h.</summary>
    /// <param name="activation">σ of one value.</param>
    /// <param name="lower">The least z.</param>
    /// <param name="upper">The largest z.</param>
    public static (double Lower, double Upper) Of(Activation activation, double lower, double upper) => activation.Function switch
    {
        // Exact, so that neurons that are never off are found.
        ActivationFunction.Relu => (Math.Max(lower, 0), Math.Max(upper, 0)),
        ActivationFunction.SquaredRelu => (Square(Math.Max(lower, 0)), Square(Math.Max(upper, 0))),
        ActivationFunction.Identity => (lower, upper),
        ActivationFunction.Inverse => (-upper, -lower),
        ActivationFunction.Absolute => (lower > 0 ? lower : upper < 0 ? -upper : 0, Math.Max(-lower, upper)),

        // Below 0, these go down and up again; the least value of any is that of hard swish, -3/8.
        ActivationFunction.HardSwish or ActivationFunction.Silu or ActivationFunction.Gelu or ActivationFunction.GeluTanh
            or ActivationFunction.Mish =>
            (lower >= 0 ? 0 : -0.375 - Rounding, Math.Max(upper, 0)),
        ActivationFunction.Sine or ActivationFunction.Cosine => (-1 - Rounding, 1 + Rounding),
        ActivationFunction.Gaussian when activation.Alpha >= 0 => (0, 1 + Rounding),
        ActivationFunction.Gaussian => (0, double.PositiveInfinity),
        _ => Monotone(activation, lower, upper),
    };

    /// <summary>Functions that rise everywhere, or fall below or above 0 where a parameter is negative.</summary>
    private static (double Lower, double Upper) Monotone(Activation activation, double lower, double upper)
    {
        double[] values = [At(lower), At(upper), At(Math.Max(lower, Math.Min(0, upper)))];
        var (least, most) = (values.Min(), values.Max());
        return values.Any(double.IsNaN)
            ? (double.NegativeInfinity, double.PositiveInfinity)
            : (least - (Rounding * (1 + Math.Abs(least))), most + (Rounding * (1 + Math.Abs(most))));

        double At(double z) => ReferenceEvaluator.Activate(activation, z);
    }

    private static double Square(double z) => z * z;
}
