using FreeNets.Import.Onnx;
using static FreeNets.Import.Onnx.TensorProto.Types;

namespace FreeNets.Import.Graph;

/// <summary>An input of the graph as the network takes it.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its sizes, with a nominal one for a batch.</param>
/// <param name="BatchAxis">0 where dimension 0 counts samples, else −1.</param>
/// <param name="First">The network's first input that belongs to it.</param>
/// <param name="Count">How many of the network's inputs belong to it.</param>
internal sealed record GraphInput(string Name, DataType Type, int[] Shape, int BatchAxis, int First, int Count)
{
    /// <summary>The inputs of a graph, one after the other.</summary>
    /// <param name="inputs">The graph's own.</param>
    /// <param name="rule">What dimension 0 means.</param>
    /// <exception cref="Refusal">An input is no tensor of numbers of a known size.</exception>
    public static List<GraphInput> Of(IReadOnlyList<ValueInfoProto> inputs, BatchRule rule)
    {
        var (plan, first) = (new List<GraphInput>(), 0);
        foreach (var input in inputs)
        {
            var type = (DataType)(input.Type?.TensorType?.ElemType ?? 0);
            if (input.Type?.TensorType is not { } tensor || Elements.SizeOf(type) == 0)
            {
                throw Fault(input, $"is of type {(input.Type?.TensorType is null ? "sequence or map" : Elements.NameOf(type))}; "
                    + "a network takes numbers");
            }

            if (Elements.IsHalf(type))
            {
                throw Fault(input, $"is of type {Elements.NameOf(type)}; half-precision arithmetic is not supported, export in float32");
            }

            var (shape, axis) = ShapeOf(input, tensor.Shape ?? throw Fault(input, "has no shape; export with one"), rule);
            var count = shape.Contains(0)
                ? throw Fault(input, "has no elements")
                : Shapes.Count([.. shape.Select((size, i) => i == axis ? 1 : size)]);
            plan.Add(new GraphInput(input.Name, type, shape, axis, first, count));
            first += count;
        }

        return plan;
    }

    private static (int[] Shape, int BatchAxis) ShapeOf(ValueInfoProto input, TensorShapeProto proto, BatchRule rule)
    {
        var shape = new int[proto.Dim.Count];
        var axis = -1;
        for (var i = 0; i < shape.Length; i++)
        {
            var size = BatchRules.SizeOf(proto.Dim[i]);
            if (i == 0 && rule.IsBatch(size))
            {
                (shape[0], axis) = (rule.Size, 0);
            }
            else
            {
                shape[i] = size is null && i == 0 ? 1
                    : size is > Shapes.MaxCount ? throw Fault(
                        input, $"has {size} elements along dimension {i}; {Shapes.MaxCount} is the most")
                    : (int?)size
                        ?? throw Fault(input, $"has a dimension {i} of unknown size; only dimension 0, the batch, may be open. "
                            + "Export with a fixed size");
            }
        }

        return (shape, axis);
    }

    private static Refusal Fault(ValueInfoProto input, string reason) => new($"graph input '{Text.Shown(input.Name)}' {reason}");
}
