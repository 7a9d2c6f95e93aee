using FreeNets.Import.Graph;

namespace FreeNets.Import.Operators;

/// <summary>A scalar as factor · base + offset, where the base is no such thing itself.</summary>
internal readonly record struct Affine(Scalar Base, double Factor, double Offset)
{
    private const double Tolerance = 1e-5;

    public static Affine Of(Scalar scalar)
    {
        var (factor, offset) = (1.0, 0.0);
        while (scalar is LinearScalar { Terms: [var term] } linear)
        {
            offset += factor * linear.Constant;
            factor *= term.Weight;
            scalar = term.Source;
        }

        return new Affine(scalar, factor, offset);
    }

    /// <summary>The β for which this is β times another; null where there is none.</summary>
    public double? Over(Affine other) => Over(other, 0);

    /// <summary>The β for which this is β times another, plus an offset; null where there is none.</summary>
    public double? Over(Affine other, double offset)
    {
        var ratio = Factor / other.Factor;
        return Base == other.Base && IsNear(Offset - offset, ratio * other.Offset) ? ratio : null;
    }

    /// <summary>Equal but for the rounding of a file's constants to float32.</summary>
    public static bool IsNear(double a, double b) => Math.Abs(a - b) <= Tolerance * Math.Max(1e-3, Math.Max(Math.Abs(a), Math.Abs(b)));
}
