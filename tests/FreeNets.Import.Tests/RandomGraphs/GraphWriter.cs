using FreeNets.Import.Onnx;
using Google.Protobuf;
using static FreeNets.Import.Onnx.AttributeProto.Types;
using static FreeNets.Import.Onnx.TensorProto.Types;

namespace FreeNets.Import.Tests.RandomGraphs;

/// <summary>Writes ONNX models, node by node.</summary>
internal sealed class GraphWriter
{
    /// <summary>The domain of scikit-learn's operators.</summary>
    private const string Ml = "ai.onnx.ml";

    private static readonly string[] s_ml =
        ["Scaler", "LinearClassifier", "LinearRegressor", "Normalizer", "ArrayFeatureExtractor", "ZipMap"];

    private int _names;

    public GraphWriter(long opset = 18)
    {
        Model = new ModelProto { IrVersion = 9, Graph = new GraphProto { Name = "test" } };
        Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        Model.OpsetImport.Add(new OperatorSetIdProto { Domain = Ml, Version = 1 });
    }

    public ModelProto Model { get; }

    /// <summary>An input of float32; a size of 0 is an open one.</summary>
    public string Input(string name, params int[] shape)
    {
        Model.Graph.Input.Add(Described(name, shape));
        return name;
    }

    public void Output(string name) => Model.Graph.Output.Add(Described(name, []));

    public string Constant(int[] shape, params float[] values) =>
        Add(new TensorProto { DataType = (int)DataType.Float, FloatData = { values } }, shape);

    public string Constant(params long[] values) =>
        Add(new TensorProto { DataType = (int)DataType.Int64, Int64Data = { values } }, [values.Length]);

    /// <summary>A node with one output, whose name comes back.</summary>
    public string Node(string type, string[] inputs, params (string Name, object Value)[] attributes) =>
        Node(type, inputs, 1, attributes)[0];

    public string[] Node(string type, string[] inputs, int outputs, params (string Name, object Value)[] attributes)
    {
        string[] names = [.. Enumerable.Range(0, outputs).Select(_ => NewName())];
        var node = new NodeProto
        {
            OpType = type,
            Domain = s_ml.Contains(type) ? Ml : "",
            Name = $"{type}_{_names}",
            Input = { inputs },
            Output = { names },
        };
        node.Attribute.AddRange(attributes.Select(static attribute => Attribute(attribute.Name, attribute.Value)));
        Model.Graph.Node.Add(node);
        return names;
    }

    private static AttributeProto Attribute(string name, object value) => value switch
    {
        float f => new AttributeProto { Name = name, Type = AttributeType.Float, F = f },
        int i => new AttributeProto { Name = name, Type = AttributeType.Int, I = i },
        string s => new AttributeProto { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(s) },
        float[] floats => new AttributeProto { Name = name, Type = AttributeType.Floats, Floats = { floats } },
        long[] ints => new AttributeProto { Name = name, Type = AttributeType.Ints, Ints = { ints } },
        string[] texts =>
            new AttributeProto { Name = name, Type = AttributeType.Strings, Strings = { texts.Select(ByteString.CopyFromUtf8) } },
        TensorProto tensor => new AttributeProto { Name = name, Type = AttributeType.Tensor, T = tensor },
        _ => throw new ArgumentException($"no attribute is a {value.GetType()}", nameof(value)),
    };

    private static ValueInfoProto Described(string name, int[] shape)
    {
        var described = new TensorShapeProto();
        described.Dim.AddRange(shape.Select(static size => size == 0
            ? new TensorShapeProto.Types.Dimension { DimParam = "batch" }
            : new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = described } },
        };
    }

    private string Add(TensorProto tensor, int[] shape)
    {
        tensor.Name = NewName();
        tensor.Dims.AddRange(shape.Select(static size => (long)size));
        Model.Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private string NewName() => $"t{_names++}";
}
