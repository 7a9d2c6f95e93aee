using FreeNets.Import.Graph;
using FreeNets.Model;

namespace FreeNets.Import.Lower;

/// <summary>Makes a FreeNet of rows: a neuron an activation, one a sum that is still read, and a row of the decoder a logit.</summary>
internal sealed class NetBuilder
{
    private readonly int[] _inputOf;
    private readonly int[] _neuronOf;
    private readonly List<Activation> _activations = [];
    private readonly List<float> _encoderBias = [];
    private readonly List<Weight> _encoder = [];
    private readonly List<Weight> _edges = [];
    private readonly List<Weight> _decoder = [];
    private readonly List<float> _decoderBias = [];
    private readonly List<int> _levels = [];

    /// <exception cref="Refusal">The network is larger than any may be, or a weight is beyond float32.</exception>
    public NetBuilder(Rows rows)
    {
        (_inputOf, _neuronOf) = (new int[rows.Scalars.Count], new int[rows.Scalars.Count]);
        Array.Fill(_inputOf, -1);
        Array.Fill(_neuronOf, -1);
        foreach (var scalar in rows.Scalars)
        {
            if (scalar is InputScalar input)
            {
                _inputOf[scalar.Index] = input.Input;
            }
            else if (rows[scalar.Index] is { } row)
            {
                _neuronOf[scalar.Index] = AddNeuron(row, scalar is ActivatedScalar activated ? activated.Activation : Activation.Identity);
            }
        }

        for (var i = rows.Scalars.Count; i < rows.Count; i++)
        {
            AddLogit(rows[i]!);
        }

        if (_activations.Count == 0)
        {
            AddNeuron(new Row([], [], 0), Activation.Identity);
        }
    }

    /// <summary>The longest path, in neurons, and one more for the outputs.</summary>
    public int Layers => _levels.Max() + 1;

    /// <summary>The network, with one group of outputs after the other.</summary>
    public FreeNet Build(string name, int inputs, InputDomain domain, IReadOnlyList<Head> heads)
    {
        var (neurons, outputs) = (_activations.Count, _decoderBias.Count);
        var isUniform = _activations.TrueForAll(activation => activation == _activations[0]);
        return new FreeNet
        {
            Name = name,
            Inputs = inputs,
            Neurons = neurons,
            Outputs = outputs,
            Activation = _activations[0],
            NeuronActivations = isUniform ? default : new EquatableArray<Activation>([.. _activations]),
            OutputActivation = heads.Count == 1 ? heads[0].Activation : Activation.Identity,
            OutputGroups = heads.Count == 1 ? default : GroupsOf(heads),
            Domain = domain,
            Encoder = Matrix(neurons, inputs, _encoder),
            EncoderBias = _encoderBias.ToArray(),
            Edges = SparseMatrix.Of(neurons, neurons, _edges),
            Decoder = Matrix(outputs, neurons, _decoder),
            DecoderBias = _decoderBias.ToArray(),
        };
    }

    private static EquatableArray<OutputGroup> GroupsOf(IReadOnlyList<Head> heads)
    {
        var (groups, names, first) = (new List<OutputGroup>(), new HashSet<string>(), 0);
        foreach (var head in heads)
        {
            var name = head.Name;
            for (var i = 2; !names.Add(name); i++)
            {
                name = $"{head.Name} ({i})";
            }

            groups.Add(new OutputGroup(name, first, head.Logits.Length, head.Activation));
            first += head.Logits.Length;
        }

        return groups.ToArray();
    }

    /// <summary>In the storage that <see cref="WeightMatrix.Of"/> would choose, without making all of a large sparse one first.</summary>
    private static WeightMatrix Matrix(int rows, int columns, List<Weight> weights)
    {
        if (32L * weights.Count < 31L * rows * columns)
        {
            return SparseMatrix.Of(rows, columns, weights);
        }

        var values = new float[rows * columns];
        foreach (var (row, column, value) in weights)
        {
            values[(row * columns) + column] = value;
        }

        return WeightMatrix.Of(rows, columns, values);
    }

    private int AddNeuron(Row row, Activation activation)
    {
        var (neuron, level) = (_activations.Count, 1);
        if (neuron == Ncg.MaxNeurons)
        {
            throw new Refusal($"needs more than {Ncg.MaxNeurons} neurons, which is the most that a model file holds");
        }

        for (var i = 0; i < row.Sources.Length; i++)
        {
            var (source, weight) = (row.Sources[i], Round(row.Weights[i]));
            if (weight == 0)
            {
                continue;
            }

            if (_inputOf[source] >= 0)
            {
                _encoder.Add(new Weight(neuron, _inputOf[source], weight));
            }
            else
            {
                _edges.Add(new Weight(neuron, _neuronOf[source], weight));
                level = Math.Max(level, _levels[_neuronOf[source]] + 1);
            }
        }

        _activations.Add(activation);
        _encoderBias.Add(Round(row.Constant));
        _levels.Add(level);
        return neuron;
    }

    private void AddLogit(Row row)
    {
        var logit = _decoderBias.Count;

        // The decoder reads neurons only: a logit that reads inputs goes through a neuron that changes nothing.
        if (Array.Exists(row.Sources, source => _inputOf[source] >= 0))
        {
            _decoder.Add(new Weight(logit, AddNeuron(row, Activation.Identity), 1));
            _decoderBias.Add(0);
            return;
        }

        for (var i = 0; i < row.Sources.Length; i++)
        {
            if (Round(row.Weights[i]) is var weight && weight != 0)
            {
                _decoder.Add(new Weight(logit, _neuronOf[row.Sources[i]], weight));
            }
        }

        _decoderBias.Add(Round(row.Constant));
    }

    private static float Round(double value) => float.IsFinite((float)value)
        ? (float)value
        : throw new Refusal($"a weight of {value} is beyond float32, in which networks are computed");
}
