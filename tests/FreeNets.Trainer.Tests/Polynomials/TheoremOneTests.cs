using System.Numerics;
using CsCheck;
using FreeNets.Model;
using FreeNets.Trainer.Polynomials;

namespace FreeNets.Trainer.Tests.Polynomials;

public sealed class TheoremOneTests
{
    private static readonly Gen<Rational> s_rational = Gen.Select(Gen.Int[-99, 99], Gen.Int[1, 99], static (a, b) => new Rational(a, b));

    private static readonly Gen<(Polynomial Polynomial, int Neurons)> s_case = Gen.Int[2, 17].SelectMany(static neurons =>
        s_rational.Array[0, neurons + 1].Select(coefficients => (Polynomial.Of(coefficients), neurons)));

    [Fact]
    public void The_network_of_any_polynomial_is_the_polynomial_in_fractions() =>
        Gen.Select(s_case, s_rational, s_rational.Where(static size => !size.IsZero)).Sample(
            static (test, offset, scale) =>
            {
                var series = ChebyshevSeries.Of(test.Polynomial, scale, offset);
                var exact = TheoremOne.Of(series, test.Neurons);
                Assert.Equal(test.Neurons, exact.Neurons.Count);
                Assert.Null(exact.FaultFor(series));

                // By another way than the proof's: with ReLU, at points.
                foreach (var t in new Rational[] { -1, new(-1, 3), 0, new(5, 7), 1 })
                {
                    Assert.Equal(Value(test.Polynomial, (scale * t) + offset), Value(exact, t));
                }
            },
            iter: 300);

    [Fact]
    public void The_network_in_float32_is_near()
    {
        Gen.Select(s_case, Gen.Int[-5, 5], Gen.Int[1, 6]).Sample(
            static (test, low, width) =>
            {
                var network = PolynomialNet.Of("p", test.Polynomial, low, low + width, test.Neurons);
                Assert.Null(network.Exact.FaultFor(network.Series));
                Assert.Null(network.Net.Validate());
                var (exact, points) = (test.Polynomial.ToFunction(), PolynomialError.Spread(network.Net.Domain, 50));
                var size = points.Max(x => Math.Abs(exact(x)));
                Assert.All(
                    points, x => Assert.InRange(ReferenceEvaluator.Evaluate(network.Net, [x])[0] - exact(x), -1e-4 * size, 1e-4 * size));
            },
            iter: 100);
    }

    [Fact]
    public void A_wrong_weight_and_a_neuron_that_is_cut_off_are_seen()
    {
        var series = ChebyshevSeries.Of(PolynomialParser.Read("x^5 - x"), 1, 0);
        var exact = TheoremOne.Of(series, 5);
        Assert.Null(exact.FaultFor(series));
        Assert.Equal("the output is another polynomial", exact.FaultFor(series + ChebyshevSeries.Of(new Rational(1, 1_000_000_000))));
        var neurons = exact.Neurons.ToArray();
        neurons[0] = neurons[0] with { Constant = neurons[0].Constant - 1 };
        Assert.Equal("neuron 0 may be cut off", (exact with { Neurons = neurons }).FaultFor(series));
    }

    [Theory]
    [InlineData(1, 3, 1.0 / 3)]
    [InlineData(-2, 3, -2.0 / 3)]
    [InlineData(0, 5, 0.0)]
    [InlineData(long.MaxValue, 1, (double)long.MaxValue)]
    public void Fractions_become_the_nearest_doubles(long numerator, long denominator, double expected) =>
        Assert.Equal(expected, new Rational(numerator, denominator).ToDouble());

    [Fact]
    public void Doubles_and_floats_survive_as_fractions() => Gen.Float.Where(float.IsFinite).Sample(static value =>
        Assert.Equal(value, Rational.Of(value).ToSingle()));

    private static Rational Value(Polynomial polynomial, Rational x) =>
        polynomial.Coefficients.Reverse().Aggregate((Rational)BigInteger.Zero, (sum, coefficient) => (sum * x) + coefficient);

    private static Rational Value(ExactNet net, Rational t)
    {
        var h = new List<Rational>();
        foreach (var neuron in net.Neurons)
        {
            var z = Value(neuron, t, h);
            h.Add(z > 0 ? z * z : 0);
        }

        return Value(net.Output, t, h);
    }

    private static Rational Value(LinearForm form, Rational t, List<Rational> h) =>
        form.OfNeurons.Select((weight, i) => weight * h[i]).Aggregate((form.OfInput * t) + form.Constant, static (sum, term) => sum + term);
}
