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

        foreach (var (neuron, input, weight) in net.Encoder.NonZero())
        {
            rows[neuron].Inputs[input] = weight;
        }

        foreach (var (target, source, weight) in net.Edges.Entries())
        {
            rows[target].Sources[source] = weight;
        }

        foreach (var (output, neuron, weight) in net.Decoder.NonZero())
        {
            rows[net.Neurons + output].Sources[neuron] = weight;
        }

        return new Rows(rows, net.Neurons);
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
        var encoder = net.Encoder.Holding(Terms(0, _neurons, static row => row.Inputs));
        var edges = SparseMatrix.Of(_neurons, _neurons, Terms(0, _neurons, static row => row.Sources));
        var decoder = net.Decoder.Holding(Terms(_neurons, net.Outputs, static row => row.Sources));
        var (bias, decoderBias) = (Biases(0, _neurons), Biases(_neurons, net.Outputs));
        return encoder.Stored.Concat(edges.Stored)
            .Concat(decoder.Stored)
            .Concat(bias)
            .Concat(decoderBias)
            .Any(static value => float.IsNaN(value) || float.IsInfinity(value))
            ? null
            : Subnet.Of(
                net with { Encoder = encoder, EncoderBias = bias, Edges = edges, Decoder = decoder, DecoderBias = decoderBias },
                Array.ConvertAll(_rows, static row => row is not null));
    }

    private IEnumerable<Weight> Terms(int first, int count, Func<Row, Dictionary<int, double>> terms) =>
        from row in Enumerable.Range(0, count)
        where _rows[first + row] is not null
        from term in terms(_rows[first + row]!)
        select new Weight(row, term.Key, (float)term.Value);

    private float[] Biases(int first, int count) => [.. Enumerable.Range(first, count).Select(row => (float)(_rows[row]?.Bias ?? 0))];
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
