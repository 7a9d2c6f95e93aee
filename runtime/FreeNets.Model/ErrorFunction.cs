namespace FreeNets.Model;

/// <summary>The complementary error function, which .NET lacks.</summary>
internal static class ErrorFunction
{
    /// <summary>erfc(x) = 1 − erf(x) to about 12 digits, small values included.</summary>
    public static double Complement(double x) => x < 0 ? 2 - Complement(-x) : x < 2 ? 1 - Series(x) : Fraction(x);

    /// <summary>erf(x) = 2x/√π · e^(−x²) · Σ (2x²)ⁿ / (1 · 3 · 5 … (2n + 1)), whose terms are all positive.</summary>
    private static double Series(double x)
    {
        var (term, sum) = (1.0, 1.0);
        for (var n = 1; term > sum * 1e-17; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 * x / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>erfc(x) = e^(−x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))), for x ≥ 2.</summary>
    private static double Fraction(double x)
    {
        var tail = x;
        for (var n = 100; n > 0; n--)
        {
            tail = x + (n / 2.0 / tail);
        }

        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / tail;
    }
}
