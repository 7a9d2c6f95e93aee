using System.Text;
using Type = FreeNets.Import.Onnx.AttributeProto.Types.AttributeType;

namespace FreeNets.Import.Onnx;

/// <summary>A node of a graph: what it is called in messages, and its attributes by type.</summary>
internal sealed class Node(NodeProto proto, long opset)
{
    /// <summary>The operator, such as Gemm.</summary>
    public string Operator => proto.OpType;

    /// <summary>The operator's domain; empty for ONNX's own.</summary>
    public string Domain { get; } = DomainOf(proto.Domain);

    /// <summary>The version of that domain which the file asks for.</summary>
    public long Opset => opset;

    /// <summary>The names of what it reads; empty for an input that is left out.</summary>
    public IReadOnlyList<string> Inputs => proto.Input;

    /// <summary>The names of what it writes; empty for an output that nobody wants.</summary>
    public IReadOnlyList<string> Outputs => proto.Output;

    /// <summary>node 'dense_0' Gemm, or: node without name, output 'y', Gemm.</summary>
    public string Title => proto.Name.Length > 0
        ? $"node '{Text.Shown(proto.Name)}' {Text.Shown(Operator)}"
        : $"node without name, output '{Text.Shown(proto.Output.FirstOrDefault(""))}', {Text.Shown(Operator)}";

    /// <summary>Gemm 'dense_0': how another node's message speaks of it.</summary>
    public string ShortTitle =>
        $"{Text.Shown(Operator)} '{Text.Shown(proto.Name.Length > 0 ? proto.Name : proto.Output.FirstOrDefault(""))}'";

    /// <summary>ai.onnx for ONNX's own operators, which most files spell as nothing at all.</summary>
    public static string DomainOf(string domain) => domain == "ai.onnx" ? "" : domain;

    /// <summary>That the file is refused because of this node.</summary>
    public Refusal Refuse(string reason) => new(Message(reason));

    /// <summary>That this node mixes the samples of a batch, or the batch with the features.</summary>
    public BatchMixed Mixes(string reason) => new(Message(reason));

    public bool Has(string name) => Find(name) is not null;

    public long Int(string name, long value) => Find(name, Type.Int)?.I ?? value;

    public float Float(string name, float value) => Find(name, Type.Float)?.F ?? value;

    public string String(string name, string value) => Find(name, Type.String)?.S.ToStringUtf8() ?? value;

    public long[]? Ints(string name) => Find(name, Type.Ints)?.Ints.ToArray();

    public float[]? Floats(string name) => Find(name, Type.Floats)?.Floats.ToArray();

    public string[]? Strings(string name) => Find(name, Type.Strings)?.Strings.Select(static text => text.ToStringUtf8()).ToArray();

    public TensorProto? Tensor(string name) => Find(name, Type.Tensor)?.T;

    private AttributeProto? Find(string name) => proto.Attribute.FirstOrDefault(attribute => attribute.Name == name);

    private AttributeProto? Find(string name, Type type)
    {
        var attribute = Find(name);
        return attribute is null || attribute.Type == type || (attribute.Type == Type.Undefined && attribute.RefAttrName.Length == 0)
            ? attribute
            : throw Refuse($"attribute '{name}' is of type {attribute.Type}, not {type}");
    }

    private string Message(string reason) => new StringBuilder(Title)
        .Append(" (").Append(Domain.Length == 0 ? "ai.onnx" : Text.Shown(Domain)).Append(", opset ").Append(Opset).Append("): ")
        .Append(reason).ToString();
}
