using FreeNets.Import.Onnx;
using static FreeNets.Import.Onnx.TensorProto.Types;

namespace FreeNets.Import.Graph;

/// <summary>One node with what it reads, as operators see it.</summary>
internal sealed class Call(Node node, Tensor?[] inputs, Evaluation evaluation)
{
    public Node Node => node;

    public Symbols Symbols => evaluation.Symbols;

    public Evaluation Evaluation => evaluation;

    /// <summary>How many inputs the node lists.</summary>
    public int InputCount => inputs.Length;

    /// <summary>An input that the operator cannot do without.</summary>
    public Tensor Input(int index) => Optional(index) ?? throw node.Refuse($"has no input {index}");

    /// <summary>An input, or null where it is left out.</summary>
    public Tensor? Optional(int index) => index < inputs.Length ? inputs[index] : null;

    /// <summary>An input that must be constant numbers, or null where it is left out.</summary>
    public Tensor? Constant(int index, string what) => Optional(index) is not { } tensor ? null
        : tensor.Numbers is not null ? tensor
        : throw node.Refuse($"{what} is not a constant: it depends on the inputs");

    /// <summary>A constant list of integers, or null where it is left out.</summary>
    public long[]? Ints(int index, string what) => Constant(index, what) is { } tensor
        ? Array.ConvertAll(
            tensor.Numbers!, value => value is >= -9.3e18 and <= 9.3e18 ? (long)value : throw node.Refuse($"{what} holds {value}"))
        : null;

    /// <summary>An attribute in older opsets, an input in newer ones.</summary>
    public long[]? IntsOf(string attribute, int input, string what) => node.Ints(attribute) ?? Ints(input, what);

    public bool WantsOutput(int index) => index < node.Outputs.Count && node.Outputs[index].Length > 0;

    /// <summary>An axis from 0, where −1 is the last.</summary>
    public int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw node.Refuse($"axis {axis} does not exist in a tensor of rank {rank}");

    /// <summary>The number of elements of a tensor that the node makes.</summary>
    /// <exception cref="Refusal">There are too many.</exception>
    public int Count(ReadOnlySpan<int> shape)
    {
        var count = Shapes.Count(shape);
        evaluation.Room.Check(node, count);
        return count;
    }

    /// <summary>Refuses what would look at, or leave out, whole samples.</summary>
    public void MustNotBeBatch(Tensor tensor, int axis, string doing)
    {
        if (axis == tensor.BatchAxis)
        {
            throw node.Mixes($"{doing} the batch axis, {axis}; samples must not depend on each other");
        }
    }

    /// <summary>Refuses operands of different types, which ONNX does not convert by itself.</summary>
    public void MustAgree(Tensor a, Tensor b, string aName, string bName)
    {
        if (a.Type != b.Type)
        {
            throw node.Refuse($"{Elements.NameOf(a.Type)} {aName}, {Elements.NameOf(b.Type)} {bName}");
        }
    }

    /// <summary>Refuses sums and products of activations in arithmetic that rounds otherwise than float32.</summary>
    public void MustBeReal(Tensor tensor)
    {
        if (tensor.Scalars is not null && Elements.IsHalf(tensor.Type))
        {
            throw node.Refuse("half-precision arithmetic is not supported");
        }
    }

    /// <summary>The elements as scalars; constants become such.</summary>
    public Scalar[] ScalarsOf(Tensor tensor) => tensor.Scalars
        ?? Array.ConvertAll(
            tensor.Numbers ?? throw node.Refuse("reads text where numbers are needed"), value => Symbols.Constant(node, value));

    /// <summary>A new tensor of the shape of another, element by element.</summary>
    public Tensor Map(Tensor tensor, Func<double, double> number, Func<Scalar, Scalar> scalar) => tensor.Numbers is { } numbers
        ? Tensor.OfNumbers(tensor.Type, tensor.Shape, Array.ConvertAll(numbers, value => number(value)), tensor.BatchAxis)
        : Tensor.OfScalars(tensor.Type, tensor.Shape, Array.ConvertAll(ScalarsOf(tensor), value => scalar(value)), tensor.BatchAxis);

    /// <summary>Texts of a class for each label that the attributes list.</summary>
    public string[]? LabelsOf(string ints, string texts) => node.Strings(texts)
        ?? node.Ints(ints)?.Select(static label => label.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray();

    public static DataType TypeOf(long type) => (DataType)(int)type;
}
