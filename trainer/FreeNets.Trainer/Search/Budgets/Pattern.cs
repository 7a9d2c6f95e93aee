using FreeNets.Model;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Search.Budgets;

/// <summary>
/// The weights that may live at all, whatever they are worth: those of the layers or levels asked for, or of the network that the training
/// starts from, within the caps.
/// </summary>
public sealed class Pattern
{
    private readonly int _neurons;
    private readonly int _read;
    private readonly int _firstHeard;
    private readonly FreeNet? _held;

    private Pattern(Ncg edges, int read, int firstHeard, FreeNet? held, Budget? budget)
    {
        (Edges, _neurons, _read, _firstHeard, _held) = (edges, edges.Neurons, read, firstHeard, held);
        (InputCap, EdgeCap) = (budget?.InputCap, budget?.EdgeCap);
    }

    /// <summary>All edges that may live, each by itself; <see cref="EdgeCap"/> says how many together.</summary>
    public Ncg Edges { get; }

    /// <summary>The cap of inputs, or null.</summary>
    public Cap? InputCap { get; }

    /// <summary>The cap of edges, or null.</summary>
    public Cap? EdgeCap { get; }

    /// <summary>Whether every input may reach every neuron, and every neuron every output.</summary>
    public bool IsOpen => _read == _neurons && _firstHeard == 0 && _held is null;

    /// <summary>The pattern of a network of so many neurons.</summary>
    /// <param name="method">How the graph is found.</param>
    /// <param name="neurons">How many neurons there are.</param>
    /// <param name="layers">Neurons of each layer, for <see cref="Method.Layered"/>.</param>
    /// <param name="budget">Levels and caps; null without a budget.</param>
    public static Pattern Of(Method method, int neurons, IReadOnlyList<int>? layers, Budget? budget)
    {
        var levels = budget?.Levels ?? 0;
        var (read, firstHeard) = (neurons, 0);
        Func<int, int, bool> isEdge = static (_, _) => true;
        if (method == Method.Layered && layers is not null)
        {
            var layerOf = layers.SelectMany(static (size, layer) => Enumerable.Repeat(layer, size)).ToArray();
            (read, firstHeard) = (layers[0], neurons - layers[^1]);
            isEdge = (i, j) => layerOf[i] == layerOf[j] + 1;
        }

        var edges = method is Method.Fcnn or Method.FcnnMatched
            ? Ncg.Empty(neurons)
            : Ncg.FromPredicate(neurons, (i, j) => (levels == 0 || LevelOf(i) != LevelOf(j)) && isEdge(i, j));
        return new Pattern(edges, read, firstHeard, null, budget);

        int LevelOf(int neuron) => (int)((long)neuron * levels / neurons);
    }

    /// <summary>
    /// The pattern of a training that starts from a network: FreeEvolve may add edges between any two neurons; otherwise a weight that the
    /// network does not have never comes.
    /// </summary>
    public static Pattern OfNetwork(Method method, FreeNet net, Budget? budget) =>
        new(method == Method.Freeevolve ? Ncg.Dense(net.Neurons) : net.Graph, net.Neurons, 0, net, budget);

    /// <summary>1 where a weight of the encoder may live, [k, inputs]. The caller's scope owns it.</summary>
    public Tensor Encoder(int inputs)
    {
        if (_held is { } net)
        {
            return MaskOf(net.Encoder);
        }

        var mask = zeros(_neurons, inputs);
        mask.narrow(0, 0, _read).fill_(1);
        return mask;
    }

    /// <summary>1 where a weight of the decoder may live, [outputs, k]. The caller's scope owns it.</summary>
    public Tensor Decoder(int outputs)
    {
        if (_held is { } net)
        {
            return MaskOf(net.Decoder);
        }

        var mask = zeros(outputs, _neurons);
        mask.narrow(1, _firstHeard, _neurons - _firstHeard).fill_(1);
        return mask;
    }

    /// <summary>How many weights may live at all, each by itself.</summary>
    public long Count(int inputs, int outputs) => _held is { } net
        ? net.Encoder.NonZeroCount + Edges.EdgeCount + net.Decoder.NonZeroCount
        : Sum(inputs, Edges.EdgeCount, outputs);

    /// <summary>How many weights can live together.</summary>
    public long Room(int inputs, int outputs) => _held is { } net
        ? RoomOf(net.Encoder) + RoomOfEdges + net.Decoder.NonZeroCount
        : Sum(RoomOfRow(inputs), RoomOfEdges, outputs);

    /// <summary>How many edges can live together.</summary>
    public int RoomOfEdges => WithinCap(Ncg.Empty(_neurons), Edges.Edges()).Count();

    /// <summary>
    /// Those of <paramref name="edges"/>, one by one, that still fit under the cap beside the ones before and <paramref name="kept"/>.
    /// </summary>
    public IEnumerable<(int Target, int Source)> WithinCap(Ncg kept, IEnumerable<(int Target, int Source)> edges)
    {
        if (EdgeCap is not { } cap)
        {
            return edges;
        }

        var counts = new Dictionary<(int Target, int Window), int>();
        foreach (var edge in kept.Edges())
        {
            Fits(edge);
        }

        return edges.Where(Fits);

        bool Fits((int Target, int Source) edge)
        {
            var window = (edge.Target, edge.Source / cap.Of);
            var count = counts.GetValueOrDefault(window);
            counts[window] = Math.Min(cap.Most, count + 1);
            return count < cap.Most;
        }
    }

    private long Sum(int inputsOfNeuron, int edges, int outputs) =>
        ((long)_read * inputsOfNeuron) + edges + ((long)outputs * (_neurons - _firstHeard));

    private long RoomOf(WeightMatrix encoder) => InputCap is { } cap
        ? encoder.NonZero().GroupBy(weight => (weight.Row, weight.Column / cap.Of)).Sum(window => (long)Math.Min(cap.Most, window.Count()))
        : encoder.NonZeroCount;

    private static Tensor MaskOf(WeightMatrix weights) =>
        tensor(Array.ConvertAll(weights.ToDense(), static weight => weight == 0 ? 0f : 1f)).view(weights.Rows, weights.Columns);

    private int RoomOfRow(int inputs) => InputCap is { } cap
        ? (inputs / cap.Of * cap.Most) + Math.Min(cap.Most, inputs % cap.Of)
        : inputs;
}
