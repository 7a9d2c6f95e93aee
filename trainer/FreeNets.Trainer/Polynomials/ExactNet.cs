namespace FreeNets.Trainer.Polynomials;

/// <summary>A network of neurons with squared ReLU in exact arithmetic, whose input t is from −1 to 1.</summary>
/// <param name="Neurons">z of each neuron: a sum over the input and neurons before.</param>
/// <param name="Output">A sum over neurons.</param>
internal sealed record ExactNet(IReadOnlyList<LinearForm> Neurons, LinearForm Output)
{
    /// <summary>
    /// Why the network does not compute <paramref name="polynomial"/> for every t from −1 to 1; null where that is proved.
    /// </summary>
    /// <remarks>
    /// Each neuron is worked out as a polynomial in t. Where z is never below 0, ReLU changes nothing, and the neuron is z².
    /// </remarks>
    public string? FaultFor(ChebyshevSeries polynomial)
    {
        var h = new List<ChebyshevSeries>();
        foreach (var neuron in Neurons)
        {
            var z = neuron.Over(h);
            if (z.LowerBound() < 0)
            {
                return $"neuron {h.Count} may be cut off";
            }

            h.Add(z * z);
        }

        return Output.OfInput.IsZero && Output.Over(h).IsSameAs(polynomial) ? null : "the output is another polynomial";
    }
}

/// <summary>A weighted sum of the input, neurons and 1.</summary>
/// <param name="OfInput">The weight of the input.</param>
/// <param name="Constant">The bias.</param>
/// <param name="OfNeurons">The weights of neurons, from the first one on; those behind have none.</param>
internal sealed record LinearForm(Rational OfInput, Rational Constant, Rational[] OfNeurons)
{
    /// <summary>t.</summary>
    public static LinearForm Input { get; } = new(1, 0, []);

    /// <summary>The value of a neuron.</summary>
    public static LinearForm Neuron(int index) => new(0, 0, [.. new Rational[index], 1]);

    public static LinearForm Of(Rational constant) => new(0, constant, []);

    /// <summary>The sum as a polynomial in t, where the neurons are these.</summary>
    public ChebyshevSeries Over(IReadOnlyList<ChebyshevSeries> neurons)
    {
        var sum = (OfInput * ChebyshevSeries.Variable) + ChebyshevSeries.Of(Constant);
        for (var i = 0; i < OfNeurons.Length; i++)
        {
            sum = OfNeurons[i].IsZero ? sum : sum + (OfNeurons[i] * neurons[i]);
        }

        return sum;
    }

    public static LinearForm operator +(LinearForm a, LinearForm b) => new(
        a.OfInput + b.OfInput,
        a.Constant + b.Constant,
        [.. Enumerable.Range(0, Math.Max(a.OfNeurons.Length, b.OfNeurons.Length)).Select(i => a.WeightOf(i) + b.WeightOf(i))]);

    public static LinearForm operator -(LinearForm a, LinearForm b) => a + (-1 * b);

    public static LinearForm operator *(Rational factor, LinearForm a) =>
        new(factor * a.OfInput, factor * a.Constant, Array.ConvertAll(a.OfNeurons, weight => factor * weight));

    private Rational WeightOf(int neuron) => neuron < OfNeurons.Length ? OfNeurons[neuron] : 0;
}
