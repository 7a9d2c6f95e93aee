using FreeNets.Model;

namespace FreeNets.Tests;

/// <summary>Random networks whose activations neither die nor explode: about half the neurons fire, at every density and depth.</summary>
public static class RandomNets
{
    /// <summary>Bytes 0 to 255, scaled to 0 to 1: the domain of images.</summary>
    public static InputDomain Pixels { get; } = InputDomain.Bytes with { Scale = 1f / 255 };

    /// <summary>
    /// A network from <paramref name="seed"/>, each edge present with probability <paramref name="density"/>, in the domain
    /// <see cref="Pixels"/> where none is given, with four check vectors.
    /// </summary>
    public static FreeNet Create(
        int seed,
        int inputs,
        int neurons,
        int outputs,
        double density,
        Activation activation = default,
        InputDomain? domain = null)
    {
        var random = new Random(seed);
        domain ??= Pixels;
        var graph = Ncg.FromPredicate(neurons, (_, _) => random.NextDouble() < density);

        // Weights keep the variance of z near a fixed point: 2 with ReLU, 0.28 with squared ReLU, where more would run away.
        var gain = activation == Activation.SquaredRelu ? 0.5 : 1;
        var net = new FreeNet
        {
            Name = $"random-{seed}",
            Inputs = inputs,
            Neurons = neurons,
            Outputs = outputs,
            Activation = activation,
            Domain = domain,
            Encoder =
                new DenseMatrix(neurons, inputs, Weights(random, neurons * inputs, gain / (Math.Sqrt(inputs) * RootMeanSquare(domain)))),
            EncoderBias = Weights(random, neurons, 0.1),
            Edges = SparseMatrix.Of(graph, EdgeWeights(random, graph, gain)),
            Decoder = new DenseMatrix(outputs, neurons, Weights(random, outputs * neurons, 1 / Math.Sqrt(neurons))),
            DecoderBias = Weights(random, outputs, 0.1),
        };
        return net with { Checks = Checks(net, seed, 4) };
    }

    /// <summary>[<paramref name="count"/>, inputs] raw values of the network's domain; half of them 0 where the domain has it.</summary>
    public static float[] Inputs(FreeNet net, int seed, int count)
    {
        var random = new Random(seed);
        var domain = net.Domain;
        var values = new float[count * net.Inputs];
        for (var i = 0; i < values.Length; i++)
        {
            var share = random.NextDouble();
            var (low, high) = RangeOf(domain, i % net.Inputs);
            var isZero = random.Next(2) == 0 && low <= 0 && high >= 0;
            values[i] = isZero ? 0 : Raw(domain.Type, low, high, share);
        }

        return values;
    }

    private static float Raw(InputType type, float minimum, float maximum, double share)
    {
        if (type == InputType.UInt8)
        {
            var (low, high) = (Math.Ceiling(minimum), Math.Floor(maximum));
            return (float)Math.Floor(low + (share * (high - low + 1)));
        }

        return Math.Clamp((float)(minimum + (share * ((double)maximum - minimum))), minimum, maximum);
    }

    /// <summary>The range of an input; three deviations around the mean where it has no end.</summary>
    private static (float Low, float High) RangeOf(InputDomain domain, int input)
    {
        var (mean, deviation) = (domain.Mean[input], 1 / domain.Scale[input]);
        return (
            float.IsNegativeInfinity(domain.Minimum[input]) ? mean - (3 * Math.Abs(deviation)) : domain.Minimum[input],
            float.IsPositiveInfinity(domain.Maximum[input]) ? mean + (3 * Math.Abs(deviation)) : domain.Maximum[input]);
    }

    private static CheckVectors Checks(FreeNet net, int seed, int count)
    {
        var inputs = Inputs(net, seed, count);
        var logits = Enumerable.Range(0, count)
            .SelectMany(i => ReferenceEvaluator.Evaluate(net, inputs[(i * net.Inputs)..((i + 1) * net.Inputs)]))
            .Select(logit => (float)logit);
        return new CheckVectors { Count = count, Inputs = inputs, Logits = logits.ToArray() };
    }

    private static float[] EdgeWeights(Random random, Ncg graph, double gain)
    {
        var sources = new int[graph.Neurons];
        foreach (var (target, _) in graph.Edges())
        {
            sources[target]++;
        }

        return graph.Edges().Select(edge => Weight(random, gain / Math.Sqrt(sources[edge.Target]))).ToArray();
    }

    private static float[] Weights(Random random, int count, double deviation) =>
        Enumerable.Range(0, count).Select(_ => Weight(random, deviation)).ToArray();

    private static float Weight(Random random, double deviation) => (float)(deviation * Math.Sqrt(3) * ((2 * random.NextDouble()) - 1));

    /// <summary>Of a normalised input whose raw value is uniform over the domain; 1 where that is always 0.</summary>
    private static double RootMeanSquare(InputDomain domain)
    {
        var (minimum, maximum) = RangeOf(domain, 0);
        var low = ((double)minimum - domain.Mean[0]) * domain.Scale[0];
        var high = ((double)maximum - domain.Mean[0]) * domain.Scale[0];
        var square = ((low * low) + (low * high) + (high * high)) / 3;
        return square > 0 ? Math.Sqrt(square) : 1;
    }
}
