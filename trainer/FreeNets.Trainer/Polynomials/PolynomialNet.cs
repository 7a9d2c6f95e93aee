using FreeNets.Model;

namespace FreeNets.Trainer.Polynomials;

/// <summary>A polynomial as a model: exact, and with weights rounded to float32.</summary>
/// <param name="Polynomial">The polynomial.</param>
/// <param name="Exact">The network before any weight was rounded, over t = (x − mean) · scale.</param>
/// <param name="Series">The polynomial as a function of t, which <paramref name="Exact"/> is to compute.</param>
/// <param name="Net">The network that a model file holds.</param>
internal sealed record PolynomialNet(Polynomial Polynomial, ExactNet Exact, ChebyshevSeries Series, FreeNet Net)
{
    private const int Checks = 9;

    /// <summary>The network of a polynomial.</summary>
    /// <param name="name">What the model is called.</param>
    /// <param name="polynomial">The polynomial.</param>
    /// <param name="low">The low end of its domain.</param>
    /// <param name="high">The high end.</param>
    /// <param name="neurons">k, at least 2 and the polynomial's degree.</param>
    /// <exception cref="PolynomialException">Float32 holds no such domain, or not its weights.</exception>
    public static PolynomialNet Of(string name, Polynomial polynomial, Rational low, Rational high, int neurons)
    {
        var domain = DomainOf(low, high);
        var series = ChebyshevSeries.Of(polynomial, 1 / Rational.Of(domain.Scale.Uniform), Rational.Of(domain.Mean.Uniform));
        var exact = TheoremOne.Of(series, neurons);
        var net = Round(name, domain, exact);
        return new PolynomialNet(polynomial, exact, series, net with { Checks = CheckVectorsOf(net) });
    }

    /// <summary>The float32 numbers between the ends, and a normalisation that takes them to −1 to 1, never beyond.</summary>
    private static InputDomain DomainOf(Rational low, Rational high)
    {
        var (minimum, maximum) = (low.ToSingle(), high.ToSingle());
        if (!float.IsFinite(minimum) || !float.IsFinite(maximum))
        {
            throw new PolynomialException("--domain: an end is beyond float32.");
        }

        minimum = Rational.Of(minimum) < low ? MathF.BitIncrement(minimum) : minimum;
        maximum = Rational.Of(maximum) > high ? MathF.BitDecrement(maximum) : maximum;
        var mean = ((low + high) / 2).ToSingle();
        var (below, above) = (Rational.Of(mean) - Rational.Of(minimum), Rational.Of(maximum) - Rational.Of(mean));
        var half = below > above ? below : above;
        var scale = half > 0 && minimum < maximum ? (1 / half).ToSingle() : float.PositiveInfinity;
        if (!float.IsNormal(scale))
        {
            throw new PolynomialException("--domain: float32 has too few numbers between the ends, or they are too far apart.");
        }

        scale = Rational.Of(scale) * half > 1 ? MathF.BitDecrement(scale) : scale;
        return new InputDomain { Type = InputType.Float32, Minimum = minimum, Maximum = maximum, Mean = mean, Scale = scale };
    }

    private static FreeNet Round(string name, InputDomain domain, ExactNet exact)
    {
        var (neurons, encoder, edges) = (exact.Neurons.Count, new List<Weight>(), new List<Weight>());
        for (var i = 0; i < neurons; i++)
        {
            Add(encoder, new Weight(i, 0, Round(exact.Neurons[i].OfInput)));
            AddRow(edges, i, exact.Neurons[i]);
        }

        var decoder = new List<Weight>();
        AddRow(decoder, 0, exact.Output);
        return new FreeNet
        {
            Name = name,
            Inputs = 1,
            Neurons = neurons,
            Outputs = 1,
            Activation = Activation.SquaredRelu,
            Domain = domain,
            Encoder = SparseMatrix.Of(neurons, 1, encoder),
            EncoderBias = exact.Neurons.Select(static neuron => Round(neuron.Constant)).ToArray(),
            Edges = SparseMatrix.Of(neurons, neurons, edges),
            Decoder = SparseMatrix.Of(1, neurons, decoder),
            DecoderBias = new[] { Round(exact.Output.Constant) },
        };
    }

    private static void AddRow(List<Weight> weights, int row, LinearForm form)
    {
        for (var source = 0; source < form.OfNeurons.Length; source++)
        {
            Add(weights, new Weight(row, source, Round(form.OfNeurons[source])));
        }
    }

    private static void Add(List<Weight> weights, Weight weight)
    {
        if (weight.Value != 0)
        {
            weights.Add(weight);
        }
    }

    private static float Round(Rational weight) => float.IsFinite(weight.ToSingle())
        ? weight.ToSingle()
        : throw new PolynomialException("polynomial: the network needs a weight beyond float32. Divide the polynomial by a number.");

    private static CheckVectors CheckVectorsOf(FreeNet net)
    {
        var inputs = PolynomialError.Spread(net.Domain, Checks);
        return new CheckVectors
        {
            Count = Checks,
            Inputs = inputs,
            Logits =
                Array.ConvertAll(inputs, input => (float)ReferenceEvaluator.Evaluate(net, [input])[0] is var value && float.IsFinite(value)
                ? value
                : throw new PolynomialException("polynomial: its values are beyond float32. Divide it by a number.")),
        };
    }
}
