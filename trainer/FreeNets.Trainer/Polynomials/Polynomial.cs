using System.Numerics;
using System.Text;

namespace FreeNets.Trainer.Polynomials;

/// <summary>Σ c_n · xⁿ with exact coefficients.</summary>
internal sealed class Polynomial
{
    private readonly Rational[] _coefficients;

    private Polynomial(Rational[] coefficients) =>
        _coefficients = coefficients[..(Array.FindLastIndex(coefficients, static c => !c.IsZero) + 1)];

    /// <summary>x.</summary>
    public static Polynomial Variable { get; } = new([0, 1]);

    /// <summary>The largest power of x with a coefficient; 0 where there is none.</summary>
    public int Degree => Math.Max(_coefficients.Length - 1, 0);

    /// <summary>c₀ and on, without zeros at the end.</summary>
    public IReadOnlyList<Rational> Coefficients => _coefficients;

    /// <summary>The coefficient of x⁰.</summary>
    public Rational Constant => _coefficients.Length > 0 ? _coefficients[0] : 0;

    public static Polynomial Of(params Rational[] coefficients) => new(coefficients);

    /// <summary>The values at many points, as doubles: Horner's scheme in integers, divided once at the end.</summary>
    public Func<float, double> ToFunction()
    {
        var denominator = _coefficients.Aggregate(
            BigInteger.One, static (least, c) => least * c.Denominator / BigInteger.GreatestCommonDivisor(least, c.Denominator));
        var whole = Array.ConvertAll(_coefficients, c => c.Numerator * (denominator / c.Denominator));
        return x =>
        {
            var at = Rational.Of(x);
            var (sum, power) = (BigInteger.Zero, BigInteger.One);
            for (var n = whole.Length - 1; n >= 0; n--)
            {
                sum = (sum * at.Numerator) + (whole[n] * power);
                power *= at.Denominator;
            }

            // One power more was taken than there are steps of the scheme.
            return new Rational(sum * at.Denominator, denominator * power).ToDouble();
        };
    }

    public static Polynomial operator +(Polynomial a, Polynomial b) =>
        new([.. Enumerable.Range(0, Math.Max(a._coefficients.Length, b._coefficients.Length)).Select(n => a.At(n) + b.At(n))]);

    public static Polynomial operator *(Polynomial a, Polynomial b)
    {
        var product = new Rational[a._coefficients.Length + b._coefficients.Length];
        for (var i = 0; i < a._coefficients.Length; i++)
        {
            for (var j = 0; j < b._coefficients.Length; j++)
            {
                product[i + j] += a._coefficients[i] * b._coefficients[j];
            }
        }

        return new Polynomial(product);
    }

    /// <summary>As the parser reads it, highest power first.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var n = _coefficients.Length - 1; n >= 0; n--)
        {
            if (_coefficients[n] is { IsZero: false } coefficient)
            {
                var size = Rational.Abs(coefficient);
                var power = n switch { 0 => "", 1 => "x", _ => $"x^{n}" };
                text.Append(coefficient.Numerator.Sign < 0 ? (text.Length == 0 ? "-" : " - ") : text.Length == 0 ? "" : " + ")
                    .Append(n == 0 || size != 1 ? size : "")
                    .Append(n > 0 && size != 1 ? "*" : "")
                    .Append(power);
            }
        }

        return text.Length == 0 ? "0" : text.ToString();
    }

    private Rational At(int n) => n < _coefficients.Length ? _coefficients[n] : 0;
}
