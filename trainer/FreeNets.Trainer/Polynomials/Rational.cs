using System.Numerics;

namespace FreeNets.Trainer.Polynomials;

/// <summary>A fraction, in lowest terms, with a denominator above 0.</summary>
internal readonly record struct Rational
{
    private readonly BigInteger _denominatorLessOne;

    /// <exception cref="DivideByZeroException">The denominator is 0.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
        {
            throw new DivideByZeroException();
        }

        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        (Numerator, _denominatorLessOne) = (numerator / divisor, (denominator / divisor) - 1);
    }

    public BigInteger Numerator { get; }

    /// <summary>1 in <c>default</c>, which is 0.</summary>
    public BigInteger Denominator => _denominatorLessOne + 1;

    public bool IsZero => Numerator.IsZero;

    /// <summary>The bits that it takes to write it down.</summary>
    public long Bits => Numerator.GetBitLength() + Denominator.GetBitLength();

    /// <summary>The value of a finite float32, which is always a fraction.</summary>
    public static Rational Of(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        var (exponent, fraction) = ((bits >> 23) & 0xFF, bits & 0x7FFFFF);
        var significand = new BigInteger(exponent == 0 ? fraction : fraction | 0x800000) * (value < 0 ? -1 : 1);
        var power = Math.Max(exponent, 1) - 150;
        return power < 0 ? new Rational(significand, BigInteger.One << -power) : significand << power;
    }

    /// <summary>The nearest double, which may be infinite.</summary>
    public double ToDouble()
    {
        // 62 bits, of which the last says whether anything follows: one rounding is left to do.
        var size = BigInteger.Abs(Numerator);
        var shift = 62 - (int)(size.GetBitLength() - Denominator.GetBitLength());
        var quotient = shift >= 0
            ? BigInteger.DivRem(size << shift, Denominator, out var rest)
            : BigInteger.DivRem(size, Denominator << -shift, out rest);
        return Numerator.Sign * Math.ScaleB((long)quotient | (rest.IsZero ? 0 : 1L), -shift);
    }

    public float ToSingle() => (float)ToDouble();

    public static Rational Abs(Rational value) => value.Numerator.Sign < 0 ? -value : value;

    public static implicit operator Rational(BigInteger value) => new(value, 1);

    public static implicit operator Rational(int value) => new(value, 1);

    public static Rational operator +(Rational a, Rational b) =>
        new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Rational operator -(Rational a, Rational b) => a + -b;

    public static Rational operator -(Rational a) => new(-a.Numerator, a.Denominator);

    public static Rational operator *(Rational a, Rational b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Rational operator /(Rational a, Rational b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static bool operator <(Rational a, Rational b) => a.Numerator * b.Denominator < b.Numerator * a.Denominator;

    public static bool operator >(Rational a, Rational b) => b < a;

    public static bool operator <=(Rational a, Rational b) => !(b < a);

    public static bool operator >=(Rational a, Rational b) => !(a < b);

    public override string ToString() => Denominator.IsOne ? $"{Numerator}" : $"{Numerator}/{Denominator}";
}
