namespace FreeNets.Model;

/// <summary>Evaluates a <see cref="FreeNet"/> in float64, in the plainest way: what every other implementation is held against.</summary>
public static class ReferenceEvaluator
{
    /// <summary>The outputs of one raw input: the logits, with the activation of the outputs.</summary>
    /// <param name="net">The network.</param>
    /// <param name="input">Raw values, [inputs].</param>
    /// <exception cref="ArgumentException">The input has the wrong length.</exception>
    public static double[] Outputs(FreeNet net, IReadOnlyList<float> input)
    {
        var outputs = Evaluate(net, input);
        Activate(net, outputs);
        return outputs;
    }

    /// <summary>Turns logits into outputs, in place.</summary>
    /// <param name="net">The network.</param>
    /// <param name="logits">[outputs].</param>
    public static void Activate(FreeNet net, double[] logits)
    {
        foreach (var group in net.OutputsInGroups())
        {
            ReferenceActivation.Apply(group, logits);
        }
    }

    /// <summary>The logits, one an output, of one raw input.</summary>
    /// <param name="net">The network.</param>
    /// <param name="input">Raw values, [inputs].</param>
    /// <exception cref="ArgumentException">The input has the wrong length.</exception>
    public static double[] Evaluate(FreeNet net, IReadOnlyList<float> input) => Decode(net, Activations(net, input));

    /// <summary>h, one a neuron, of one raw input.</summary>
    /// <param name="net">The network.</param>
    /// <param name="input">Raw values, [inputs].</param>
    /// <exception cref="ArgumentException">The input has the wrong length.</exception>
    public static double[] Activations(FreeNet net, IReadOnlyList<float> input)
    {
        var h = Encode(net, input);
        var row = 0;
        foreach (var (target, source, weight) in net.Edges.Entries())
        {
            // Edges come by target: every row before this one has all its terms, so it can be activated and read.
            for (; row < target; row++)
            {
                h[row] = ReferenceActivation.Apply(net.ActivationOf(row), h[row]);
            }

            h[target] += Term(weight, h[source]);
        }

        for (; row < net.Neurons; row++)
        {
            h[row] = ReferenceActivation.Apply(net.ActivationOf(row), h[row]);
        }

        return h;
    }

    /// <summary>σ(z) of an activation that looks at one value; NaN goes through.</summary>
    /// <exception cref="ArgumentException">The activation is one of a group of outputs.</exception>
    public static double Activate(Activation activation, double z) => ReferenceActivation.Apply(activation, z);

    private static double[] Encode(FreeNet net, IReadOnlyList<float> input)
    {
        if (input.Count != net.Inputs)
        {
            throw new ArgumentException($"The network takes {net.Inputs} inputs, not {input.Count}.", nameof(input));
        }

        var z = new double[net.Neurons];
        for (var i = 0; i < z.Length; i++)
        {
            z[i] = net.EncoderBias[i];
            foreach (var (_, p, weight) in net.Encoder.NonZero(i))
            {
                z[i] += Term(weight, ((double)input[p] - net.Domain.Mean[p]) * net.Domain.Scale[p]);
            }
        }

        return z;
    }

    private static double[] Decode(FreeNet net, double[] h)
    {
        var logits = new double[net.Outputs];
        for (var o = 0; o < logits.Length; o++)
        {
            logits[o] = net.DecoderBias[o];
            foreach (var (_, i, weight) in net.Decoder.NonZero(o))
            {
                logits[o] += Term(weight, h[i]);
            }
        }

        return logits;
    }

    /// <summary>A weight of 0 is none, even where it meets NaN or infinity: what no weight uses does not matter.</summary>
    private static double Term(double weight, double value) => weight == 0 ? 0 : weight * value;
}
