namespace FreeNets.Import.Graph;

/// <summary>How the elements of several tensors meet.</summary>
/// <param name="Shape">The shape they are stretched to.</param>
/// <param name="BatchAxis">Its batch axis, or −1.</param>
/// <param name="Places">For each tensor, where its element for each element of the result lies.</param>
internal sealed record Broadcast(int[] Shape, int BatchAxis, int[][] Places)
{
    /// <exception cref="Refusal">The shapes do not fit, or a tensor differs from sample to sample.</exception>
    public static Broadcast Of(Call call, params Tensor[] tensors)
    {
        var shape = ShapeOf(call, tensors);
        var batchAxis = BatchAxisOf(call, tensors, shape.Length);
        int[] extents = [.. shape.Select((size, axis) => axis == batchAxis ? 1 : size)];
        call.Count(extents);
        var places = Array.ConvertAll(tensors, tensor => PlacesOf(call, tensor, extents, batchAxis));
        return new Broadcast(shape, batchAxis, places);
    }

    private static int[] ShapeOf(Call call, Tensor[] tensors)
    {
        var shape = new int[tensors.Max(static tensor => tensor.Rank)];
        Array.Fill(shape, 1);
        foreach (var tensor in tensors)
        {
            for (var axis = 0; axis < tensor.Rank; axis++)
            {
                var at = axis + shape.Length - tensor.Rank;
                var size = tensor.Shape[axis];
                shape[at] = shape[at] == 1 ? size
                    : size == 1 || size == shape[at] ? shape[at]
                    : throw call.Node.Refuse(
                        $"shapes {string.Join(" and ", tensors.Select(static t => Onnx.Text.Shape(t.Shape)))} do not fit");
            }
        }

        return shape;
    }

    private static int BatchAxisOf(Call call, Tensor[] tensors, int rank)
    {
        var axes = tensors.Where(static tensor => tensor.BatchAxis >= 0)
            .Select(tensor => tensor.BatchAxis + rank - tensor.Rank)
            .Distinct()
            .ToArray();
        return axes.Length switch
        {
            0 => -1,
            1 => axes[0],
            _ => throw call.Node.Mixes("joins the batch axis of one operand with a feature axis of another"),
        };
    }

    private static int[] PlacesOf(Call call, Tensor tensor, int[] extents, int batchAxis)
    {
        var own = Shapes.Strides(tensor.Extents);
        var strides = new int[extents.Length];
        for (var axis = 0; axis < tensor.Rank; axis++)
        {
            var at = axis + extents.Length - tensor.Rank;
            strides[at] = tensor.Shape[axis] == 1 || at == batchAxis ? 0 : own[axis];
            if (at == batchAxis
                && axis != tensor.BatchAxis
                && tensor.Shape[axis] > 1
                && !RowsAreEqual(tensor, own[axis], tensor.Shape[axis]))
            {
                throw call.Node.Mixes(
                    $"an operand of shape {Onnx.Text.Shape(tensor.Shape)} differs from sample to sample along the batch axis");
            }
        }

        return Shapes.Walk(extents, strides);
    }

    private static bool RowsAreEqual(Tensor tensor, int stride, int size)
    {
        if (tensor.Numbers is not { } numbers)
        {
            return false;
        }

        for (var i = 0; i < numbers.Length; i++)
        {
            if (!numbers[i].Equals(numbers[i - (i / stride % size * stride)]))
            {
                return false;
            }
        }

        return true;
    }
}
