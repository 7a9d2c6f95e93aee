using FreeNets.Trainer.Polynomials;

namespace FreeNets.Trainer.Tests.Polynomials;

public sealed class PolynomialParserTests
{
    [Theory]
    [InlineData("x^3 - 2x + 1", "x^3 - 2*x + 1")]
    [InlineData("-x^2", "-x^2")]
    [InlineData("(t + 1/2)^2 / 3", "1/3*x^2 + 1/3*x + 1/12")]
    [InlineData("0.1 + 1.5e-3 x", "3/2000*x + 1/10")]
    [InlineData("2(x+1)(x-1)", "2*x^2 - 2")]
    [InlineData("1/2x", "1/2*x")]
    [InlineData("2 * -x - -3", "-2*x + 3")]
    [InlineData("e e 2e3", "2000*x^2")]
    [InlineData("x − 2·x", "-x")]
    [InlineData("x - x", "0")]
    [InlineData("(x^2)^3 + 5^0", "x^6 + 1")]
    public void Texts_become_polynomials(string text, string expected) => Assert.Equal(expected, PolynomialParser.Read(text).ToString());

    [Theory]
    [InlineData("", "character 1: expected a number, a variable or '(', not the end")]
    [InlineData("x + * 2", "character 5: expected a number, a variable or '(', not '*'")]
    [InlineData("(x + 1", "character 7: expected an operator or ')', not the end")]
    [InlineData("x + 1)", "character 6: expected an operator, not ')'")]
    [InlineData("2x y", "character 4: there is one variable, 'x'; 'y' is another")]
    [InlineData("1 / x", "character 3: division by what holds the variable gives no polynomial")]
    [InlineData("x / (1 - 1)", "character 3: division by 0")]
    [InlineData("x^65", "character 3: an exponent is an integer from 0 to 64")]
    [InlineData("x^-1", "character 3: an exponent is an integer from 0 to 64")]
    [InlineData("x^33 x^33", "character 10: the degree is above 64, which is the most")]
    [InlineData("x^2^3", "character 4: write brackets for a power of a power")]
    [InlineData("1e999", "character 2: powers of ten go to 400")]
    [InlineData("x + .", "character 5: expected digits beside the point")]
    [InlineData("((1e400)^64)^64", "character 12: a number has too many digits")]
    public void Faults_have_a_place_and_a_reason(string text, string reason) =>
        Assert.StartsWith(reason, Assert.Throws<PolynomialException>(() => PolynomialParser.Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Texts_that_would_take_the_stack_or_the_memory_are_refused()
    {
        Assert.Contains(
            "deep", Assert.Throws<PolynomialException>(() => PolynomialParser.Read(new string('(', 9_000))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "10000 is the most", Assert.Throws<PolynomialException>(() => PolynomialParser.Read(new string('9', 10_001))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_are_two_constants_in_order()
    {
        Assert.Equal((new Rational(-1, 3), new Rational(1, 10)), PolynomialParser.ReadRange("-1/3:0.1"));
        Assert.All(
            ["1:-1", "1:1", "1", "x:2", "1:2:3"],
            static text => Assert.Throws<PolynomialException>(() => PolynomialParser.ReadRange(text)));
    }
}
