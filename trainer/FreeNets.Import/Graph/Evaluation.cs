using FreeNets.Import.Onnx;
using FreeNets.Import.Operators;

namespace FreeNets.Import.Graph;

/// <summary>One walk over a graph: with scalars for inputs it finds out what is computed, with numbers it computes it.</summary>
internal sealed class Evaluation(SourceGraph graph, BatchRule batch)
{
    /// <summary>The most edges that convolutions and pooling may be unrolled into.</summary>
    public const long MaxUnrolledEdges = 100_000;

    private readonly Dictionary<string, Tensor> _values = [];
    private long _unrolledEdges;

    public Symbols Symbols { get; } = new(new Room());

    /// <summary>How much may be made still.</summary>
    public Room Room => Symbols.Room;

    public BatchRule Batch => batch;

    public SourceGraph Graph => graph;

    /// <summary>True where a node asked for the size of a batch, on which no weight may depend.</summary>
    public bool SawBatchSize { get; set; }

    /// <summary>Nodes whose outputs are all constant.</summary>
    public int FoldedNodes { get; private set; }

    /// <summary>Evaluates nodes that are in an order in which each finds its inputs.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="inputs">What each input of the graph is bound to.</param>
    /// <exception cref="Refusal">A node cannot be evaluated.</exception>
    public void Run(IEnumerable<Node> nodes, IEnumerable<(string Name, Tensor Value)> inputs)
    {
        foreach (var (name, value) in inputs)
        {
            _values[name] = value;
        }

        foreach (var node in nodes)
        {
            var arguments = node.Inputs.Select(name => name.Length == 0 ? null : ValueOf(name)).ToArray();
            var results = OperatorTable.Find(node)(new Call(node, arguments, this));
            Room.Take(node, results.Sum(static result => (long)Shapes.Count(result.Extents)));
            for (var i = 0; i < node.Outputs.Count; i++)
            {
                if (node.Outputs[i].Length > 0)
                {
                    _values[node.Outputs[i]] = i < results.Length ? results[i] : throw node.Refuse($"its output {i} is not supported");
                }
            }

            FoldedNodes += results.All(static result => result.Scalars is null) ? 1 : 0;
        }
    }

    /// <summary>What a name stands for.</summary>
    public Tensor ValueOf(string name)
    {
        if (!_values.TryGetValue(name, out var value))
        {
            _values.Add(name, value = graph.Constant(name) ?? throw new Refusal($"nothing writes '{Text.Shown(name)}'"));
            Room.Add(value.Count);
        }

        return value;
    }

    /// <summary>A constant that a node carries as an attribute.</summary>
    public Tensor Read(TensorProto tensor)
    {
        var value = graph.Read(tensor);
        Room.Add(value.Count);
        return value;
    }

    /// <summary>Counts the edges of a node that is unrolled, before they are made.</summary>
    /// <exception cref="Refusal">There are too many.</exception>
    public void Unroll(Node node, long edges)
    {
        _unrolledEdges += edges;
        if (_unrolledEdges > MaxUnrolledEdges)
        {
            throw node.Refuse($"lowering needs {_unrolledEdges} edges up to here, the limit is {MaxUnrolledEdges}");
        }
    }
}
