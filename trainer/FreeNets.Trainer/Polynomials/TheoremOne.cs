namespace FreeNets.Trainer.Polynomials;

/// <summary>Theorem 1 of the paper: k ≥ 2 neurons with squared ReLU compute every polynomial of degree k or less.</summary>
/// <remarks>
/// Neurons make Chebyshev polynomials T_n of t in pairs, P and M = (T_m ± T_(m−1) / 2 + 3/2)², by 2 T_m T_n = T_(m+n) + T_(m−n). All are
/// squares of sums that are never below 0. For even k no hidden weight depends on the polynomial; for odd k, whose last power no square
/// has, the last two neurons depend on it.
/// </remarks>
internal sealed class TheoremOne
{
    private static readonly Rational s_tau = new(1, 2);
    private static readonly Rational s_shift = 1 + s_tau;
    private static readonly Rational s_quarter = new(1, 4);

    private readonly List<LinearForm> _neurons = [];

    // T_n as a sum of the input and neurons.
    private readonly LinearForm[] _t;

    private TheoremOne(int neurons)
    {
        _t = new LinearForm[neurons + 1];
        (_t[0], _t[1]) = (LinearForm.Of(1), LinearForm.Input);
    }

    /// <summary>The network for a polynomial in t.</summary>
    /// <param name="polynomial">Of degree <paramref name="neurons"/> or less.</param>
    /// <param name="neurons">k, at least 2.</param>
    public static ExactNet Of(ChebyshevSeries polynomial, int neurons)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neurons, Math.Max(polynomial.Degree, 2));
        var theorem = new TheoremOne(neurons);
        return new ExactNet(theorem._neurons, neurons % 2 == 0 ? theorem.Even(polynomial, neurons) : theorem.Odd(polynomial, neurons));
    }

    private LinearForm Even(ChebyshevSeries polynomial, int neurons)
    {
        var plus = Square(_t[1] + _t[0]);
        var minus = Square(_t[0] - _t[1]);
        _t[2] = plus + minus - LinearForm.Of(3);
        AddPairs(neurons / 2);
        var output = LinearForm.Of(0);
        for (var n = 0; n <= polynomial.Degree; n++)
        {
            output += polynomial[n] * _t[n];
        }

        // Outputs read neurons only.
        return (output with { OfInput = 0 }) + (output.OfInput * s_quarter * (plus - minus));
    }

    private LinearForm Odd(ChebyshevSeries polynomial, int neurons)
    {
        var first = Square(_t[1] + LinearForm.Of(new Rational(3, 2)));
        _t[2] = (2 * first) - (6 * _t[1]) - LinearForm.Of(new Rational(11, 2));
        AddPairs((neurons - 1) / 2);

        // p = p(0) + t · Q, and the product of t and Q/R + t + 3 is a difference of two squares; R makes both sums at least 0.
        var quotient = polynomial.DividedByVariable();
        Rational size = 0;
        for (var n = 0; n <= quotient.Degree; n++)
        {
            size += Rational.Abs(quotient[n]);
        }

        var scaled = _t[1] + LinearForm.Of(3);
        for (var n = 0; n <= quotient.Degree && !size.IsZero; n++)
        {
            scaled += quotient[n] / size * _t[n];
        }

        var (plus, minus) = (Square(s_tau * (scaled + _t[1])), Square(s_tau * (scaled - _t[1])));
        return LinearForm.Of(polynomial.AtZero() + (size * new Rational(9, 4))) + (size * (plus - minus - first));
    }

    /// <summary>Adds the neurons for T_3 to T_2m.</summary>
    private void AddPairs(int last)
    {
        for (var m = 2; m <= last; m++)
        {
            var plus = Square(_t[m] + (s_tau * _t[m - 1]) + LinearForm.Of(s_shift));
            var minus = Square(_t[m] - (s_tau * _t[m - 1]) + LinearForm.Of(s_shift));
            _t[(2 * m) - 1] = (1 / (2 * s_tau) * (plus - minus)) - (2 * s_shift * _t[m - 1]) - _t[1];
            _t[2 * m] = plus + minus - (4 * s_shift * _t[m]) - (s_tau * s_tau * _t[(2 * m) - 2])
                - LinearForm.Of(1 + (2 * s_shift * s_shift) + (s_tau * s_tau));
        }
    }

    private LinearForm Square(LinearForm z)
    {
        _neurons.Add(z);
        return LinearForm.Neuron(_neurons.Count - 1);
    }
}
