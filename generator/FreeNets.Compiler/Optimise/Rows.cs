using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>A network as sparse sums that a pass may rewrite: one row a neuron, then one a logit. In float64.</summary>
internal sealed class Rows
{
    private readonly Row?[] _rows;
    private readonly int _neurons;

    private Rows(Row?[] rows, int neurons) => (_rows, _neurons, Neurons) = (rows, neurons, neurons);

    /// <summary>Neurons that are left.</summary>
    public int Neurons { get; private set; }

    /// <summary>The row of a neuron that was not removed.</summary>
    public Row this[int neuron] => _rows[neuron]!;

    public static Rows Of(FreeNet net)
    {
        var rows = new Row[net.Neurons + net.Outputs];
        for (var i = 0; i < rows.Length; i++)
        {
            var isNeuron = i < net.Neurons;
            rows[i] = new Row(isNeuron, isNeuron ? net.EncoderBias[i] : net.DecoderBias[i - net.Neurons]);
        }

        for (var weight = 0; weight < net.Encoder.Count; weight++)
        {
            Set(rows[weight / net.Inputs].Inputs, weight % net.Inputs, net.Encoder[weight]);
        }

        foreach (var ((target, source), weight) in net.Graph.Edges().Zip(net.EdgeWeights, static (edge, weight) => (edge, weight)))
        {
            rows[target].Sources[source] = weight;
        }

        for (var weight = 0; weight < net.Decoder.Count; weight++)
        {
            Set(rows[net.Neurons + (weight / net.Neurons)].Sources, weight % net.Neurons, net.Decoder[weight]);
        }

        return new Rows(rows, net.Neurons);

        static void Set(Dictionary<int, double> terms, int index, float weight)
        {
            if (weight != 0)
            {
                terms[index] = weight;
            }
        }
    }

    /// <summary>The rows that read h of a neuron.</summary>
    public List<Row> ReadersOf(int neuron) =>
        [.. _rows.Skip(neuron + 1).OfType<Row>().Where(row => row.Sources.ContainsKey(neuron))];

    /// <summary>Takes out a neuron that nothing reads.</summary>
    public void Remove(int neuron)
    {
        _rows[neuron] = null;
        Neurons--;
    }

    /// <summary>The network of these rows, rounded to float32; null when one is too large for that.</summary>
    public FreeNet? ToNet(FreeNet net)
    {
        var (encoder, bias) = (new float[net.Encoder.Count], new float[_neurons]);
        var (decoder, decoderBias) = (new float[net.Decoder.Count], new float[net.Outputs]);
        for (var i = 0; i < _rows.Length; i++)
        {
            if (_rows[i] is not { } row)
            {
                continue;
            }

            (i < _neurons ? bias : decoderBias)[i < _neurons ? i : i - _neurons] = (float)row.Bias;
            foreach (var term in row.Inputs)
            {
                encoder[(i * net.Inputs) + term.Key] = (float)term.Value;
            }

            foreach (var term in row.Sources.Where(_ => i >= _neurons))
            {
                decoder[((i - _neurons) * _neurons) + term.Key] = (float)term.Value;
            }
        }

        var graph = Ncg.FromPredicate(_neurons, (target, source) => _rows[target]?.Sources.ContainsKey(source) == true);
        var edges = graph.Edges().Select(edge => (float)_rows[edge.Target]!.Sources[edge.Source]).ToArray();
        return new[] { encoder, bias, decoder, decoderBias, edges }.Any(static all => all.Any(static value => float.IsNaN(value) || float.IsInfinity(value)))
            ? null
            : Subnet.Of(
                net with
                {
                    Encoder = encoder,
                    EncoderBias = bias,
                    Graph = graph,
                    EdgeWeights = edges,
                    Decoder = decoder,
                    DecoderBias = decoderBias,
                },
                Array.ConvertAll(_rows, static row => row is not null));
    }
}

/// <summary>A sum of inputs and of neurons, by index.</summary>
/// <param name="isNeuron">True for a neuron; a logit reads no inputs.</param>
/// <param name="bias">The constant term.</param>
internal sealed class Row(bool isNeuron, double bias)
{
    public bool IsNeuron => isNeuron;

    public double Bias { get; private set; } = bias;

    public Dictionary<int, double> Inputs { get; } = [];

    public Dictionary<int, double> Sources { get; } = [];

    public int MultiplyAdds => Inputs.Count + Sources.Count;

    /// <summary>Terms that this row would have more when it took over <paramref name="source"/>, the source's own not counted.</summary>
    public int Added(Row source) =>
        source.Inputs.Keys.Count(input => !Inputs.ContainsKey(input)) + source.Sources.Keys.Count(other => !Sources.ContainsKey(other));

    /// <summary>Replaces the term of a linear neuron by the terms of its row.</summary>
    public void TakeOver(int neuron, Row source)
    {
        var weight = Sources[neuron];
        Sources.Remove(neuron);
        Bias += weight * source.Bias;
        Add(Inputs, source.Inputs, weight);
        Add(Sources, source.Sources, weight);
    }

    private static void Add(Dictionary<int, double> terms, Dictionary<int, double> more, double weight)
    {
        foreach (var term in more)
        {
            terms.TryGetValue(term.Key, out var old);
            terms[term.Key] = old + (weight * term.Value);
        }
    }
}
