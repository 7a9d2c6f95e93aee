namespace FreeNets.Trainer.Polynomials;

/// <summary>
/// Σ c_n · T_n(t) with exact coefficients, T_n the Chebyshev polynomials, all of which stay within −1 and 1 for t from −1 to 1.
/// </summary>
internal sealed class ChebyshevSeries
{
    private static readonly Rational s_half = new(1, 2);
    private readonly Rational[] _coefficients;

    private ChebyshevSeries(Rational[] coefficients) =>
        _coefficients = coefficients[..(Array.FindLastIndex(coefficients, static c => !c.IsZero) + 1)];

    /// <summary>t.</summary>
    public static ChebyshevSeries Variable { get; } = new([0, 1]);

    /// <summary>The largest n with a coefficient; 0 where there is none.</summary>
    public int Degree => Math.Max(_coefficients.Length - 1, 0);

    /// <summary>The coefficient of T_n.</summary>
    public Rational this[int n] => n < _coefficients.Length ? _coefficients[n] : 0;

    public static ChebyshevSeries Of(Rational constant) => new([constant]);

    /// <summary>The polynomial as a function of t, where its x is scale · t + offset.</summary>
    public static ChebyshevSeries Of(Polynomial polynomial, Rational scale, Rational offset)
    {
        var (x, sum) = ((scale * Variable) + Of(offset), Of(0));
        foreach (var coefficient in polynomial.Coefficients.Reverse())
        {
            sum = (sum * x) + Of(coefficient);
        }

        return sum;
    }

    /// <summary>A number that it is never below, for t from −1 to 1.</summary>
    public Rational LowerBound() => _coefficients.Skip(1).Aggregate(this[0], static (bound, c) => bound - Rational.Abs(c));

    /// <summary>p(0).</summary>
    public Rational AtZero()
    {
        // T_n(0) is 1, 0, −1, 0 and so on.
        Rational sum = 0;
        for (var n = 0; n <= Degree; n += 2)
        {
            sum += n % 4 == 0 ? this[n] : -this[n];
        }

        return sum;
    }

    /// <summary>q of p = t · q + p(0).</summary>
    public ChebyshevSeries DividedByVariable()
    {
        // 2 t T_n = T_(n+1) + T_(n−1): from the highest coefficient down, each of p gives one of q.
        var (rest, quotient) = (Enumerable.Range(0, Degree + 2).Select(n => this[n]).ToArray(), new Rational[Degree + 1]);
        for (var n = Degree; n >= 2; n--)
        {
            quotient[n - 1] = 2 * rest[n];
            rest[n - 2] -= rest[n];
        }

        quotient[0] = rest[1];
        return new ChebyshevSeries(quotient);
    }

    public static ChebyshevSeries operator +(ChebyshevSeries a, ChebyshevSeries b) =>
        new([.. Enumerable.Range(0, Math.Max(a.Degree, b.Degree) + 1).Select(n => a[n] + b[n])]);

    public static ChebyshevSeries operator *(Rational factor, ChebyshevSeries a) => new(Array.ConvertAll(a._coefficients, c => factor * c));

    public static ChebyshevSeries operator *(ChebyshevSeries a, ChebyshevSeries b)
    {
        var product = new Rational[a.Degree + b.Degree + 1];
        for (var i = 0; i <= a.Degree; i++)
        {
            for (var j = 0; j <= b.Degree; j++)
            {
                var half = s_half * a[i] * b[j];
                product[i + j] += half;
                product[Math.Abs(i - j)] += half;
            }
        }

        return new ChebyshevSeries(product);
    }

    public bool IsSameAs(ChebyshevSeries other) => _coefficients.AsSpan().SequenceEqual(other._coefficients);
}
