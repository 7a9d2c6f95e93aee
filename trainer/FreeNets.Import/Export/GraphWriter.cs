using System.Runtime.InteropServices;
using FreeNets.Import.Onnx;
using FreeNets.Model;
using Google.Protobuf;
using static FreeNets.Import.Onnx.TensorProto.Types;

namespace FreeNets.Import.Export;

/// <summary>Adds nodes and constants to a graph, each under a name of its own.</summary>
internal sealed class GraphWriter
{
    private const long IrVersion = 8;
    private const long OldestOpset = 13;

    private readonly FreeNet _net;
    private readonly GraphProto _graph = new();
    private readonly HashSet<string> _names;
    private readonly Dictionary<string, int> _counts = [];
    private long _opset = OldestOpset;

    /// <param name="net">The network.</param>
    /// <param name="outputs">The names of its outputs, which nothing else may have.</param>
    public GraphWriter(FreeNet net, string[] outputs)
    {
        (_net, _names) = (net, [.. outputs]);
        Input = _names.Add("x") ? "x" : Fresh("x");
        _graph.Name = net.Name;
        _graph.Input.Add(Value(Input, net.Inputs));
    }

    /// <summary>The name of the raw inputs, [batch, inputs].</summary>
    public string Input { get; }

    /// <summary>Adds a node with one output.</summary>
    /// <returns>The name of the output.</returns>
    public string Node(string type, IReadOnlyList<string> inputs, params AttributeProto[] attributes) =>
        Node(type, inputs, 1, attributes)[0];

    /// <summary>Adds a node.</summary>
    /// <returns>The names of its outputs.</returns>
    public string[] Node(string type, IReadOnlyList<string> inputs, int outputs, params AttributeProto[] attributes)
    {
        string[] names = [.. Enumerable.Range(0, outputs).Select(_ => Fresh(type))];
        _graph.Node.Add(
            new NodeProto { Name = names[0], OpType = type, Input = { inputs }, Output = { names }, Attribute = { attributes } });
        return names;
    }

    /// <summary>Gives a value the name of an output of the graph.</summary>
    public void Output(string value, string name, int width)
    {
        var writer = _graph.Node.Last(node => node.Output.Contains(value));
        writer.Output[writer.Output.IndexOf(value)] = name;
        _graph.Output.Add(Value(name, width));
    }

    /// <summary>Parts of a value along its features.</summary>
    public string[] Split(string value, IReadOnlyList<int> sizes) => sizes.Count == 1
        ? [value]
        : Node("Split", [value, Whole("sizes", [.. sizes.Select(static size => (long)size)])], sizes.Count, Attribute("axis", 1L));

    /// <summary>Values side by side.</summary>
    public string Concat(IReadOnlyList<string> values) => values.Count == 1 ? values[0] : Node("Concat", values, Attribute("axis", 1L));

    /// <summary>value · weightsᵀ + bias.</summary>
    /// <param name="value">[batch, columns].</param>
    /// <param name="rows">[rows, columns].</param>
    /// <param name="bias">[rows].</param>
    public string Gemm(string value, float[] rows, float[] bias) =>
        Node(
            "Gemm", [value, Tensor("weights", rows, bias.Length, rows.Length / bias.Length), Tensor("bias", bias, bias.Length)],
            Attribute("transB", 1L));

    public string Tensor(string name, float[] values, params long[] shape) =>
        Constant(name, DataType.Float, MemoryMarshal.AsBytes(values.AsSpan()), shape);

    /// <summary>One number.</summary>
    public string Number(float value) => Tensor("number", [value]);

    /// <summary>Notes an operator that an opset brought.</summary>
    public void Needs(long opset) => _opset = Math.Max(_opset, opset);

    public ModelProto ToModel()
    {
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "freenets",
            ProducerVersion = typeof(GraphWriter).Assembly.GetName().Version?.ToString(3) ?? "",
            Graph = _graph,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = _opset } },
        };
        model.MetadataProps.AddRange(Metadata.Of(_net));
        return model;
    }

    public static AttributeProto Attribute(string name, long value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    public static AttributeProto Attribute(string name, float value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = value };

    public static AttributeProto Attribute(string name, string value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    private string Whole(string name, long[] values) =>
        Constant(name, DataType.Int64, MemoryMarshal.AsBytes(values.AsSpan()), values.Length);

    // The bytes of a file are little-endian, and so are those of every machine that .NET runs on.
    private string Constant(string name, DataType type, ReadOnlySpan<byte> bytes, params long[] shape)
    {
        var tensor = new TensorProto { Name = Fresh(name), DataType = (int)type, Dims = { shape }, RawData = ByteString.CopyFrom(bytes) };
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private string Fresh(string kind)
    {
        while (true)
        {
            var number = _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
            var name = $"{char.ToLowerInvariant(kind[0])}{kind[1..]}{number}";
            if (_names.Add(name))
            {
                return name;
            }
        }
    }

    private static ValueInfoProto Value(string name, int width)
    {
        var shape = new TensorShapeProto
        {
            Dim =
                { new TensorShapeProto.Types.Dimension { DimParam = "batch" }, new TensorShapeProto.Types.Dimension { DimValue = width } },
        };
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = shape } },
        };
    }
}
