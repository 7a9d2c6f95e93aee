using FreeNets.Import.Onnx;

namespace FreeNets.Import.Graph;

/// <summary>The graph of a file: who writes what, and the constants, which are read when somebody asks for them.</summary>
internal sealed class SourceGraph
{
    private readonly Dictionary<string, Node> _writers = [];
    private readonly Dictionary<string, TensorProto> _initialisers = [];
    private readonly Dictionary<string, SparseTensorProto> _sparseInitialisers = [];
    private readonly Dictionary<string, Tensor> _read = [];
    private readonly HashSet<string> _inputs;
    private readonly TensorReader _reader;

    /// <exception cref="Refusal">The file asks for versions that are not known, or two nodes write the same name.</exception>
    public SourceGraph(ModelProto model, string folder)
    {
        _reader = new TensorReader(new ExternalData(folder));
        var (opsets, graph) = (new Opsets(model), model.Graph);
        foreach (var tensor in graph.Initializer)
        {
            _initialisers[tensor.Name] = tensor;
        }

        foreach (var tensor in graph.SparseInitializer)
        {
            _sparseInitialisers[tensor.Values?.Name ?? ""] = tensor;
        }

        foreach (var proto in graph.Node)
        {
            var node = new Node(proto, opsets.Of(Node.DomainOf(proto.Domain)));
            foreach (var output in node.Outputs)
            {
                if (output.Length > 0 && !_writers.TryAdd(output, node))
                {
                    throw node.Refuse($"writes '{Text.Shown(output)}', as another node does");
                }
            }
        }

        NodeCount = graph.Node.Count;
        Stored = (model.CalculateSize() / sizeof(float)) + graph.Initializer.Where(TensorReader.IsExternal)
            .Sum(static tensor => (long)TensorReader.CountOf(tensor));
        Inputs = [.. graph.Input.Where(input => !IsInitialiser(input.Name))];
        _inputs = [.. Inputs.Select(static input => input.Name)];
        Outputs = [.. graph.Output.Select(static output => output.Name)];
    }

    public int NodeCount { get; }

    /// <summary>About how many numbers the file stores, before any is read.</summary>
    public long Stored { get; }

    /// <summary>What the user feeds: inputs that have no initialiser.</summary>
    public IReadOnlyList<ValueInfoProto> Inputs { get; }

    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The constant of that name; null where there is none.</summary>
    public Tensor? Constant(string name)
    {
        if (!_read.TryGetValue(name, out var tensor) && IsInitialiser(name))
        {
            _read.Add(
                name,
                tensor = _initialisers.TryGetValue(name, out var dense) ? _reader.Read(dense) : _reader.Read(_sparseInitialisers[name]));
        }

        return tensor;
    }

    /// <summary>A constant that a node carries as an attribute.</summary>
    public Tensor Read(TensorProto tensor) => _reader.Read(tensor);

    /// <summary>The nodes that some outputs need, each after those that it reads from.</summary>
    /// <exception cref="Refusal">There is a cycle, or a name that nothing writes.</exception>
    public List<Node> NeededFor(IEnumerable<string> outputs)
    {
        var (needed, state) = (new List<Node>(), new Dictionary<Node, bool>());
        var stack = new Stack<(Node Node, bool IsDone)>();
        foreach (var output in outputs)
        {
            Visit(output, null);
            while (stack.TryPop(out var top))
            {
                if (top.IsDone)
                {
                    state[top.Node] = true;
                    needed.Add(top.Node);
                }
                else if (state.TryAdd(top.Node, false))
                {
                    stack.Push((top.Node, true));
                    foreach (var input in top.Node.Inputs.Reverse())
                    {
                        Visit(input, top.Node);
                    }
                }
            }
        }

        return needed;

        void Visit(string name, Node? reader)
        {
            if (name.Length == 0 || IsInitialiser(name))
            {
                return;
            }

            if (!_writers.TryGetValue(name, out var writer))
            {
                if (!_inputs.Contains(name))
                {
                    throw reader?.Refuse($"reads '{Text.Shown(name)}', which nothing writes")
                        ?? new Refusal($"nothing writes the output '{Text.Shown(name)}'");
                }
            }
            else if (!state.TryGetValue(writer, out var isDone))
            {
                stack.Push((writer, false));
            }
            else if (!isDone)
            {
                throw writer.Refuse("is part of a cycle");
            }
        }
    }

    private bool IsInitialiser(string name) => _initialisers.ContainsKey(name) || _sparseInitialisers.ContainsKey(name);
}
