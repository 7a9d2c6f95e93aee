using FreeNets.Import.Graph;
using FreeNets.Import.Onnx;
using static FreeNets.Import.Onnx.TensorProto.Types;

namespace FreeNets.Import.Operators;

/// <summary>Operators that change shapes and the order of elements, and no element.</summary>
internal static class Movement
{
    public static IReadOnlyDictionary<string, Operator> All { get; } = new Dictionary<string, Operator>
    {
        ["Identity"] = static call => [call.Input(0)],
        ["Dropout"] = Dropout,
        ["Cast"] = static call => [Cast(call, Call.TypeOf(call.Node.Int("to", 0)))],
        ["CastLike"] = static call => [Cast(call, call.Input(1).Type)],
        ["Reshape"] = Reshape,
        ["Flatten"] = Flatten,
        ["Transpose"] = Transpose,
        ["Squeeze"] = Squeeze,
        ["Unsqueeze"] = Unsqueeze,
        ["Expand"] = Expand,
        ["Tile"] = Tile,
    };

    /// <summary>The axes in another order.</summary>
    public static Tensor Transpose(Tensor tensor, int[] order)
    {
        var strides = Shapes.Strides(tensor.Extents);
        int[] shape = [.. order.Select(axis => tensor.Shape[axis])];
        return tensor.Pick(
            shape,
            Array.IndexOf(order, tensor.BatchAxis),
            Shapes.Walk([.. order.Select(axis => tensor.Extents[axis])], [.. order.Select(axis => strides[axis])]));
    }

    /// <summary>With axes of size 1 at places of the result, in ascending order.</summary>
    public static Tensor Insert(Tensor tensor, int[] axes)
    {
        var (shape, batchAxis) = (tensor.Shape.ToList(), tensor.BatchAxis);
        foreach (var axis in axes)
        {
            shape.Insert(axis, 1);
            batchAxis += batchAxis >= axis ? 1 : 0;
        }

        return tensor.As([.. shape], batchAxis);
    }

    /// <summary>Without axes of size 1.</summary>
    public static Tensor Remove(Tensor tensor, int[] axes) => tensor.As(
        [.. tensor.Shape.Where((_, axis) => !axes.Contains(axis))],
        tensor.BatchAxis < 0 ? -1 : tensor.BatchAxis - axes.Count(axis => axis < tensor.BatchAxis));

    /// <summary>The same elements in another shape, in which the batch, if there is one, must be an axis of its own.</summary>
    public static Tensor Reshape(Call call, Tensor tensor, int[] shape)
    {
        if (Shapes.Product(shape) != Shapes.Product(tensor.Shape))
        {
            throw call.Node.Refuse($"{Text.Shape(tensor.Shape)} cannot become {Text.Shape(shape)}");
        }

        if (tensor.BatchAxis < 0)
        {
            return tensor.As(shape, -1);
        }

        var before = Shapes.Product(tensor.Shape.AsSpan(0, tensor.BatchAxis));
        var size = tensor.Shape[tensor.BatchAxis];
        for (var axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] == size && Shapes.Product(shape.AsSpan(0, axis)) == before)
            {
                return tensor.As(shape, axis);
            }
        }

        var how = call.Evaluation.Batch.IsNominal ? " although dimension 0 is dynamic" : "";
        throw call.Node.Mixes(
            $"{(call.Node.Operator == "Flatten" ? $"axis={call.Node.Int("axis", 1)} " : "")}mixes batch and features{how}");
    }

    private static Tensor[] Dropout(Call call)
    {
        var x = call.Input(0);
        if (call.Constant(2, "training_mode") is { } training && training.Numbers!.Any(static value => value != 0))
        {
            throw call.Node.Refuse("training mode: it is random; export for inference");
        }

        var ones = new double[x.Count];
        Array.Fill(ones, 1);
        return [x, Tensor.OfNumbers(DataType.Bool, x.Shape, ones, x.BatchAxis)];
    }

    private static Tensor Cast(Call call, DataType type)
    {
        var x = call.Input(0);
        var isReal = Elements.IsReal(type);
        if (x.Scalars is { } scalars)
        {
            return scalars.All(static scalar => scalar is ClassScalar) ? x.As(type)
                : isReal && !Elements.IsHalf(x.Type) ? x.As(type)
                : Elements.IsInteger(type) && Elements.IsInteger(x.Type) ? x.As(type)
                : throw call.Node.Refuse($"rounds activations from {Elements.NameOf(x.Type)} to {Elements.NameOf(type)}");
        }

        return x.Texts is not null || type == DataType.String ? throw call.Node.Refuse("casts text")
            : Elements.SizeOf(type) == 0 ? throw call.Node.Refuse($"elements of type {Elements.NameOf(type)} are not supported")
            : type == DataType.Bool ? call.Map(x, static value => value != 0 ? 1 : 0, static x => x).As(type)
            : Elements.IsInteger(type) ? call.Map(x, Math.Truncate, static x => x).As(type)
            : x.As(type);
    }

    private static Tensor[] Reshape(Call call)
    {
        var x = call.Input(0);
        var wanted = call.Ints(1, "the new shape") ?? throw call.Node.Refuse("has no new shape");
        var copies = call.Node.Int("allowzero", 0) == 0;
        var shape = new long[wanted.Length];
        for (var axis = 0; axis < wanted.Length; axis++)
        {
            shape[axis] = wanted[axis] != 0 || !copies ? wanted[axis]
                : axis < x.Rank ? x.Shape[axis]
                : throw call.Node.Refuse($"the new shape has a 0 at {axis}, and {Text.Shape(x.Shape)} no such axis");
        }

        var open = Array.IndexOf(shape, -1);
        if (open >= 0)
        {
            var rest = shape.Where((_, axis) => axis != open)
                .Aggregate(1L, static (product, size) => size > 0 && product > long.MaxValue / size ? 0 : product * size);
            shape[open] = rest > 0 ? Shapes.Product(x.Shape) / rest : 0;
        }

        return shape.All(static size => size is >= 0 and <= int.MaxValue)
            ? [Reshape(call, x, Array.ConvertAll(shape, static size => (int)size))]
            : throw call.Node.Refuse($"the new shape is [{string.Join(", ", wanted)}]");
    }

    private static Tensor[] Flatten(Call call)
    {
        var x = call.Input(0);
        var axis = call.Node.Int("axis", 1);
        var at = axis == x.Rank ? x.Rank : call.Axis(axis, x.Rank);
        var (rows, columns) = (Shapes.Product(x.Shape.AsSpan(0, at)), Shapes.Product(x.Shape.AsSpan(at)));
        return Math.Max(rows, columns) <= int.MaxValue
            ? [Reshape(call, x, [(int)rows, (int)columns])]
            : throw call.Node.Refuse($"makes a matrix of {rows} rows and {columns} columns");
    }

    private static Tensor[] Transpose(Call call)
    {
        var x = call.Input(0);
        int[] order = call.Node.Ints("perm") is { } given
            ? [.. given.Select(axis => call.Axis(axis, x.Rank))]
            : [.. Enumerable.Range(0, x.Rank).Reverse()];
        return order.Length == x.Rank && order.Distinct().Count() == x.Rank
            ? [Transpose(x, order)]
            : throw call.Node.Refuse($"perm [{string.Join(", ", order)}] is no order of {x.Rank} axes");
    }

    private static Tensor[] Squeeze(Call call)
    {
        var x = call.Input(0);
        int[] axes = call.IntsOf("axes", 1, "the axes") is { } given
            ? [.. given.Select(axis => call.Axis(axis, x.Rank))]
            : [.. Enumerable.Range(0, x.Rank).Where(axis => x.Shape[axis] == 1)];
        return Array.Find(axes, axis => x.Shape[axis] != 1) is var wide && axes.Any(axis => x.Shape[axis] != 1)
            ? throw (wide == x.BatchAxis ? call.Node.Mixes("removes the batch axis") : call.Node.Refuse($"axis {wide} of "
                + $"{Text.Shape(x.Shape)} is not of size 1"))
            : [Remove(x, axes)];
    }

    private static Tensor[] Unsqueeze(Call call)
    {
        var x = call.Input(0);
        var given = call.IntsOf("axes", 1, "the axes") ?? throw call.Node.Refuse("has no axes");
        int[] axes = [.. given.Select(axis => call.Axis(axis, x.Rank + given.Length)).Order()];
        return axes.Distinct().Count() == axes.Length ? [Insert(x, axes)] : throw call.Node.Refuse("names an axis twice");
    }

    private static Tensor[] Expand(Call call)
    {
        var (x, wanted) = (call.Input(0), call.Ints(1, "the new shape") ?? throw call.Node.Refuse("has no new shape"));
        var shape = ShapeArithmetic.Sized(call, wanted);
        var target = ShapeArithmetic.Filled(call, shape, x.Type, 0);
        var meeting = Broadcast.Of(call, x, target);
        return [x.Pick(meeting.Shape, meeting.BatchAxis, meeting.Places[0])];
    }

    private static Tensor[] Tile(Call call)
    {
        var (x, repeats) = (call.Input(0), call.Ints(1, "the repeats") ?? throw call.Node.Refuse("has no repeats"));
        if (repeats.Length != x.Rank || repeats.Any(static count => count is < 0 or > Shapes.MaxCount))
        {
            throw call.Node.Refuse($"repeats [{string.Join(", ", repeats)}] do not fit a tensor of shape {Text.Shape(x.Shape)}");
        }

        if (x.BatchAxis >= 0 && repeats[x.BatchAxis] != 1)
        {
            throw call.Node.Mixes("repeats the batch axis");
        }

        // Each axis as two, of which the first repeats the second.
        int[] sizes = [.. x.Extents.SelectMany((size, axis) => new[] { (int)repeats[axis], size })];
        call.Count(sizes);
        int[] strides = [.. Shapes.Strides(x.Extents).SelectMany(static stride => new[] { 0, stride })];
        return [x.Pick([.. x.Shape.Select((size, axis) => size * (int)repeats[axis])], x.BatchAxis, Shapes.Walk(sizes, strides))];
    }
}
