using FreeNets.Model;

namespace FreeNets.Fuzz.Differential;

/// <summary>Changes of a network that leave what it computes as it is; null where the network has no place for the change.</summary>
internal static class Metamorphosis
{
    private const float Factor = 4;

    /// <summary>Each change, and whether the bits stay too.</summary>
    public static (string Name, bool IsExact, Func<FreeNet, Random, FreeNet?> Apply)[] All { get; } =
    [
        ("a neuron that nobody reads", true, AddDead),
        ("a neuron with ReLU times a power of two, its readers by it", true, ScaleThroughRelu),
        ("two neighbours that do not read each other, exchanged", false, Exchange),
        ("an edge through a neuron that does nothing", false, SplitEdge),
    ];

    private static FreeNet AddDead(FreeNet net, Random random)
    {
        var place = random.Next(net.Neurons + 1);
        return Moved(net, i => i < place ? i : i + 1, net.Neurons + 1) with
        {
            NeuronActivations = Enumerable.Range(0, net.Neurons + 1)
                .Select(i => i == place ? Activation.Tanh : net.ActivationOf(i < place ? i : i - 1))
                .ToArray(),
        } is var moved && place > 0 ? moved with { Edges = With(moved.Edges, new Weight(place, random.Next(place), 0.5f)) } : moved;
    }

    private static FreeNet? ScaleThroughRelu(FreeNet net, Random random)
    {
        int[] candidates = [.. Enumerable.Range(0, net.Neurons).Where(i => net.ActivationOf(i) == Activation.Relu)];
        if (candidates.Length == 0)
        {
            return null;
        }

        var chosen = candidates[random.Next(candidates.Length)];
        return net with
        {
            Encoder = net.Encoder.Map(weight => weight.Row == chosen ? weight.Value * Factor : weight.Value),
            EncoderBias = net.EncoderBias.Select((bias, i) => i == chosen ? bias * Factor : bias).ToArray(),
            Edges = SparseMatrix.Of(net.Neurons, net.Neurons, net.Edges.Entries().Select(edge => edge with
            {
                Value = edge.Row == chosen ? edge.Value * Factor : edge.Column == chosen ? edge.Value / Factor : edge.Value,
            })),
            Decoder = net.Decoder.Map(weight => weight.Column == chosen ? weight.Value / Factor : weight.Value),
        };
    }

    private static FreeNet? Exchange(FreeNet net, Random random)
    {
        var read = net.Edges.Entries().Where(static edge => edge.Row == edge.Column + 1).Select(static edge => edge.Column).ToHashSet();
        int[] candidates = [.. Enumerable.Range(0, net.Neurons - 1).Where(i => !read.Contains(i))];
        if (candidates.Length == 0)
        {
            return null;
        }

        var chosen = candidates[random.Next(candidates.Length)];
        int Place(int i) => i == chosen ? chosen + 1 : i == chosen + 1 ? chosen : i;
        return Moved(net, Place, net.Neurons)
            with
        { NeuronActivations = Enumerable.Range(0, net.Neurons).Select(i => net.ActivationOf(Place(i))).ToArray() };
    }

    private static FreeNet? SplitEdge(FreeNet net, Random random)
    {
        if (net.Edges.Count == 0)
        {
            return null;
        }

        var (target, source, value) = net.Edges.Entries().ElementAt(random.Next(net.Edges.Count));
        var moved = Moved(net, i => i < target ? i : i + 1, net.Neurons + 1);
        return moved with
        {
            NeuronActivations = Enumerable.Range(0, net.Neurons + 1)
                .Select(i => i == target ? Activation.Identity : net.ActivationOf(i < target ? i : i - 1))
                .ToArray(),
            Edges = SparseMatrix.Of(moved.Neurons, moved.Neurons, moved.Edges.Entries()
                .Where(edge => edge.Row != target + 1 || edge.Column != source)
                .Append(new Weight(target, source, 1))
                .Append(new Weight(target + 1, target, value))
                .OrderBy(static edge => edge.Row)
                .ThenBy(static edge => edge.Column)),
        };
    }

    /// <summary>With each neuron at another place, and nothing at those that are left.</summary>
    private static FreeNet Moved(FreeNet net, Func<int, int> placeOf, int neurons)
    {
        var bias = new float[neurons];
        for (var i = 0; i < net.Neurons; i++)
        {
            bias[placeOf(i)] = net.EncoderBias[i];
        }

        return net with
        {
            Neurons = neurons,
            Encoder = Sorted(neurons, net.Inputs, net.Encoder.NonZero().Select(weight => weight with { Row = placeOf(weight.Row) })),
            EncoderBias = bias,
            Edges = Sorted(
                neurons, neurons, net.Edges.Entries().Select(edge => new Weight(placeOf(edge.Row), placeOf(edge.Column), edge.Value))),
            Decoder = Sorted(net.Outputs, neurons, net.Decoder.NonZero().Select(weight => weight with { Column = placeOf(weight.Column) })),
        };
    }

    private static SparseMatrix With(SparseMatrix edges, Weight more) => Sorted(edges.Rows, edges.Columns, edges.Entries().Append(more));

    private static SparseMatrix Sorted(int rows, int columns, IEnumerable<Weight> weights) =>
        SparseMatrix.Of(rows, columns, weights.OrderBy(static weight => weight.Row).ThenBy(static weight => weight.Column));
}
