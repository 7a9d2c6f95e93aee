using FreeNets.Model;
using FreeNets.Tests;

namespace FreeNets.Fuzz.Differential;

/// <summary>
/// Random networks of every shape: free, layered or both, of any densities, with neurons that are dead or the same, and weights of any
/// size.
/// </summary>
internal static class RandomNetwork
{
    private const int MaxOutputs = 40;

    /// <param name="random">Decides.</param>
    /// <param name="largest">The most neurons and the most inputs; a network has no more than 64 times as many encoder weights.</param>
    public static FreeNet Of(Random random, int largest)
    {
        var neurons = Size(random, largest);
        var inputs = Math.Min(Size(random, largest), Math.Max(1, 64 * largest / neurons));
        var outputs = Size(random, MaxOutputs);
        var domain = DomainOf(random, inputs);
        var net = new FreeNet
        {
            Name = "net",
            Inputs = inputs,
            Neurons = neurons,
            Outputs = outputs,
            Activation = Any(random),
            Domain = domain,
            Encoder = Matrix(random, neurons, inputs, Density(random), 1 / SizeOfInputs(domain)),
            EncoderBias = Numbers(random, neurons, 0.3),
            Edges = Edges(random, neurons),
            Decoder = Matrix(random, outputs, neurons, Density(random), 1),
            DecoderBias = Numbers(random, outputs, 0.3),
            Provenance = new Provenance { InputDensity = random.Next(3) switch { 0 => 0.1, 1 => 0.5, _ => null } },
        };
        return Outputs(random, Strange(random, Mixed(random, net)));
    }

    /// <summary>Small ones more often than large ones.</summary>
    private static int Size(Random random, int largest) => (int)Math.Round(Math.Exp(random.NextDouble() * Math.Log(largest)));

    private static double Density(Random random) =>
        random.Next(4) switch { 0 => 1, 1 => 0, 2 => random.NextDouble() * 0.2, _ => random.NextDouble() };

    private static Activation Any(Random random) =>
        random.Next(3) == 0 ? Activation.Relu : EveryActivation.All[random.Next(EveryActivation.All.Count)];

    private static InputDomain DomainOf(Random random, int inputs) => random.Next(4) switch
    {
        0 => InputDomain.Bytes with { Scale = 1f / 255 },
        1 => InputDomain.Bytes with { Mean = random.Next(256), Scale = 0.02f },
        2 => new InputDomain { Type = InputType.Float32, Minimum = -2, Maximum = 3, Mean = 0.5f, Scale = 1.7f },
        _ when inputs > 1 && random.Next(2) == 0 => new InputDomain
        {
            Type = InputType.Float32,
            Mean = new PerInput(Enumerable.Range(0, inputs).Select(_ => (float)random.Next(-3, 4)).ToArray()),
            Scale = new PerInput(Enumerable.Range(0, inputs).Select(_ => 0.25f + random.NextSingle()).ToArray()),
        },
        _ => new InputDomain { Type = InputType.Float32 },
    };

    private static double SizeOfInputs(InputDomain domain) => domain.Type == InputType.UInt8 && domain.Mean[0] > 0 ? 2.5 : 1;

    private static WeightMatrix Matrix(Random random, int rows, int columns, double density, double size)
    {
        var deviation = size / Math.Sqrt(Math.Max(1, density * columns));
        var weights = new float[rows * columns];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = random.NextDouble() < density ? Number(random, deviation) : 0;
        }

        return random.Next(2) == 0 ? new DenseMatrix(rows, columns, weights)
            : SparseMatrix.Of(
                rows, columns,
                Enumerable.Range(0, weights.Length)
                    .Where(i => weights[i] != 0)
                    .Select(i => new Weight(i / columns, i % columns, weights[i])));
    }

    private static SparseMatrix Edges(Random random, int neurons)
    {
        var (density, layers) = (Density(random), random.Next(3) switch { 0 => 0, 1 => 1 + random.Next(5), _ => 1 + random.Next(neurons) });
        var graph = Ncg.FromPredicate(
            neurons,
            (target, source) => (layers == 0 || (long)target * layers / neurons == ((long)source * layers / neurons) + 1)
                && random.NextDouble() < density);
        var sources = new int[neurons];
        foreach (var (target, _) in graph.Edges())
        {
            sources[target]++;
        }

        return SparseMatrix.Of(graph, graph.Edges().Select(edge => Number(random, 1 / Math.Sqrt(sources[edge.Target]))).ToArray());
    }

    /// <summary>With an activation for each neuron, or for each run of them.</summary>
    private static FreeNet Mixed(Random random, FreeNet net)
    {
        if (random.Next(2) == 0)
        {
            return net;
        }

        var (run, activations) = (1 + random.Next(net.Neurons), new Activation[net.Neurons]);
        for (var i = 0; i < activations.Length; i++)
        {
            activations[i] = i % run == 0 ? Any(random) : activations[i - 1];
        }

        return net with { NeuronActivations = activations };
    }

    /// <summary>With neurons that are off, that nobody reads, or that are the same; and with weights of other sizes.</summary>
    private static FreeNet Strange(Random random, FreeNet net)
    {
        var (rows, size) = (net.Neurons, random.Next(6) == 0 ? (float)Math.Pow(10, random.Next(-18, 12)) : 1);
        var off = random.Next(4) == 0 ? random.Next(rows) : -1;
        var (twin, other) = random.Next(4) == 0 && rows > 1 ? (random.Next(rows), random.Next(rows)) : (-1, -1);
        var unread = random.Next(4) == 0 ? random.Next(rows) : -1;
        var values = Dense(net.Encoder);
        if (twin >= 0)
        {
            Array.Copy(values, other * net.Inputs, values, twin * net.Inputs, net.Inputs);
        }

        if (off >= 0)
        {
            Array.Clear(values, off * net.Inputs, net.Inputs);
        }

        return net with
        {
            Encoder = new DenseMatrix(rows, net.Inputs, Array.ConvertAll(values, value => value * size)),
            EncoderBias = net.EncoderBias.Select((bias, i) => i == off ? -1 : bias * size).ToArray(),
            Edges = SparseMatrix.Of(rows, rows, net.Edges.Entries().Where(edge => edge.Column != unread && edge.Row != off)),
            Decoder = net.Decoder.Map(weight => weight.Column == unread ? 0 : weight.Value),
        };
    }

    private static float[] Dense(WeightMatrix matrix)
    {
        var values = new float[matrix.Rows * matrix.Columns];
        foreach (var (row, column, value) in matrix.NonZero())
        {
            values[(row * matrix.Columns) + column] = value;
        }

        return values;
    }

    private static FreeNet Outputs(Random random, FreeNet net) => random.Next(8) switch
    {
        0 => net with { OutputActivation = Activation.Softmax },
        1 => net with { OutputActivation = Activation.LogSoftmax },
        2 => net with { OutputActivation = Any(random) },
        3 when net.Outputs > 1 => net with
        {
            OutputGroups =
                new[] { new OutputGroup("first", 0, 1, Activation.Identity),
                new OutputGroup("rest", 1, net.Outputs - 1, Activation.Softmax) },
        },
        _ => net,
    };

    private static float[] Numbers(Random random, int count, double deviation) =>
        [.. Enumerable.Range(0, count).Select(_ => Number(random, deviation))];

    private static float Number(Random random, double deviation) => (float)(deviation * Math.Sqrt(3) * ((2 * random.NextDouble()) - 1));
}
