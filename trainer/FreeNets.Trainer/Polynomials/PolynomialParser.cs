using System.Globalization;
using System.Numerics;

namespace FreeNets.Trainer.Polynomials;

/// <summary>A text is not a polynomial; the message says where and what was expected.</summary>
internal sealed class PolynomialException(string message) : Exception(message);

/// <summary>Reads polynomials as people write them: <c>x^3 - 2x + 1</c>, <c>(t + 1/2)^2 / 3</c>, <c>1.5e-3 x</c>.</summary>
internal sealed class PolynomialParser
{
    /// <summary>The largest degree of what is read.</summary>
    public const int MaxDegree = 64;

    private const int MaxLength = 10_000;
    private const int MaxDepth = 100;
    private const int MaxTenPower = 400;
    private const long MaxBits = 20_000;

    private readonly string _text;
    private int _at;
    private int _depth;
    private char? _variable;

    private PolynomialParser(string text) => _text = text;

    /// <exception cref="PolynomialException">It is none, or one of a degree above <see cref="MaxDegree"/>.</exception>
    public static Polynomial Read(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new PolynomialException($"the text has {text.Length} characters; {MaxLength} is the most");
        }

        var parser = new PolynomialParser(text);
        var polynomial = parser.Sum();
        return parser.Next() == '\0' ? polynomial : throw parser.Expected("an operator");
    }

    /// <summary>Reads <c>low:high</c>, two constants such as <c>-1</c> and <c>1/3</c>.</summary>
    /// <exception cref="PolynomialException">It is no such text, or low is not below high.</exception>
    public static (Rational Low, Rational High) ReadRange(string text)
    {
        if (text.Split(':') is not [var first, var second])
        {
            throw new PolynomialException("expected two numbers with a colon between them, such as -1:1");
        }

        var (low, high) = (Constant(first), Constant(second));
        return low < high ? (low, high) : throw new PolynomialException($"the low end, {low}, is not below the high end, {high}");
    }

    private static Rational Constant(string text) => Read(text) is { Degree: 0 } constant
        ? constant.Constant
        : throw new PolynomialException($"an end of a range is a number, not '{text.Trim()}'");

    private Polynomial Sum()
    {
        if (++_depth > MaxDepth)
        {
            throw Fault($"brackets are more than {MaxDepth} deep");
        }

        var sum = Product(Sign());
        while (Next() is '+' or '-')
        {
            sum += Product(Sign());
        }

        _depth--;
        return sum;
    }

    /// <summary>Takes signs, of which there may be many.</summary>
    private int Sign()
    {
        var sign = 1;
        for (; Next() is '+' or '-'; _at++)
        {
            sign = Next() == '-' ? -sign : sign;
        }

        return sign;
    }

    private Polynomial Product(int sign)
    {
        var product = Times(Polynomial.Of(sign), Power());
        while (true)
        {
            var start = _at;
            if (Next() == '*')
            {
                _at++;
                product = Times(product, Times(Polynomial.Of(Sign()), Power()));
            }
            else if (Next() == '/')
            {
                _at++;
                var divisor = Times(Polynomial.Of(Sign()), Power());
                product = divisor.Degree > 0 ? throw FaultAt(start, "division by what holds the variable gives no polynomial")
                    : divisor.Constant.IsZero ? throw FaultAt(start, "division by 0")
                    : Times(product, Polynomial.Of(1 / divisor.Constant));
            }
            else if (Next() == '(' || char.IsAsciiLetterOrDigit(Next()))
            {
                product = Times(product, Power());
            }
            else
            {
                return product;
            }
        }
    }

    private Polynomial Power()
    {
        var power = Factor();
        if (Next() != '^')
        {
            return power;
        }

        _at++;
        var start = _at;
        var exponent = char.IsAsciiDigit(Next())
            && int.TryParse(Digits(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= MaxDegree
            ? number
            : throw FaultAt(start, $"an exponent is an integer from 0 to {MaxDegree}");
        var result = Polynomial.Of(1);
        for (var i = 0; i < exponent; i++)
        {
            result = Times(result, power);
        }

        return Next() != '^' ? result : throw Fault("write brackets for a power of a power");
    }

    private Polynomial Factor()
    {
        var next = Next();
        if (next == '(')
        {
            _at++;
            var inner = Sum();
            if (Next() != ')')
            {
                throw Expected("an operator or ')'");
            }

            _at++;
            return inner;
        }

        if (char.IsAsciiDigit(next) || next == '.')
        {
            return Polynomial.Of(Number());
        }

        if (!char.IsAsciiLetter(next))
        {
            throw Expected("a number, a variable or '('");
        }

        if (next != (_variable ??= next))
        {
            throw Fault($"there is one variable, '{_variable}'; '{next}' is another");
        }

        _at++;
        return Polynomial.Variable;
    }

    private Rational Number()
    {
        var start = _at;
        var (whole, fraction) = (Digits(), "");
        if (_at < _text.Length && _text[_at] == '.')
        {
            _at++;
            fraction = Digits();
        }

        if (whole.Length + fraction.Length == 0)
        {
            throw FaultAt(start, "expected digits beside the point");
        }

        var tens = -fraction.Length + TenPower();
        var digits = BigInteger.Parse(whole + fraction, CultureInfo.InvariantCulture);
        return tens < 0 ? new Rational(digits, BigInteger.Pow(10, -tens)) : digits * BigInteger.Pow(10, tens);
    }

    /// <summary>The exponent of <c>1e-3</c>; the e of <c>2e</c> is a variable.</summary>
    private int TenPower()
    {
        var digit = _at + 1 < _text.Length && _text[_at + 1] is '+' or '-' ? _at + 2 : _at + 1;
        if (digit >= _text.Length || _text[_at] is not ('e' or 'E') || !char.IsAsciiDigit(_text[digit]))
        {
            return 0;
        }

        var (start, isNegative) = (_at, _text[_at + 1] == '-');
        _at = digit;
        return int.TryParse(Digits(), NumberStyles.None, CultureInfo.InvariantCulture, out var power) && power <= MaxTenPower
            ? isNegative ? -power : power
            : throw FaultAt(start, $"powers of ten go to {MaxTenPower}");
    }

    private string Digits()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private Polynomial Times(Polynomial a, Polynomial b)
    {
        if (a.Degree + b.Degree > MaxDegree)
        {
            throw Fault($"the degree is above {MaxDegree}, which is the most");
        }

        var product = a * b;
        return product.Coefficients.All(static c => c.Bits <= MaxBits) ? product : throw Fault("a number has too many digits");
    }

    /// <summary>The next character that is no blank, with − for minus and · for times; 0 at the end.</summary>
    private char Next()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        return _at == _text.Length ? '\0' : _text[_at] switch
        {
            '−' => '-',
            '·' or '×' => '*',
            var other => other,
        };
    }

    private PolynomialException Expected(string what) =>
        Fault($"expected {what}, "
            + $"not {(Next() == '\0' ? "the end" : char.IsControl(_text[_at]) ? "a control character" : $"'{_text[_at]}'")}");

    private PolynomialException Fault(string reason) => FaultAt(_at, reason);

    private static PolynomialException FaultAt(int at, string reason) => new($"character {at + 1}: {reason}");
}
