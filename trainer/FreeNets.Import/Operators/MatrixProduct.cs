using FreeNets.Import.Graph;

namespace FreeNets.Import.Operators;

/// <summary>Products of matrices, of vectors, and of batches of matrices, by NumPy's rules.</summary>
internal static class MatrixProduct
{
    /// <summary>factor · a · b, of which at most one may depend on the inputs.</summary>
    public static Tensor Of(Call call, Tensor a, Tensor b, double factor)
    {
        if (a.Type != b.Type)
        {
            var (activation, weights) = a.Numbers is null ? (a, b) : (b, a);
            call.MustAgree(activation, weights, "input", "weights");
        }

        call.MustBeReal(a);
        call.MustBeReal(b);
        if (a.Rank == 0 || b.Rank == 0)
        {
            throw call.Node.Refuse("multiplies a scalar, which is no matrix");
        }

        // A vector is a row on the left, and a column on the right; the axis that it lacked goes again.
        var left = a.Rank == 1 ? Movement.Insert(a, [0]) : a;
        var right = b.Rank == 1 ? Movement.Insert(b, [1]) : b;
        var product = OfMatrices(call, left, right, factor);
        var rank = product.Rank;
        int[] gone = [.. a.Rank == 1 ? new[] { rank - 2 } : [], .. b.Rank == 1 ? new[] { rank - 1 } : []];
        return Movement.Remove(product, gone);
    }

    private static Tensor OfMatrices(Call call, Tensor a, Tensor b, double factor)
    {
        var (rows, inner, columns) = (a.Shape[^2], a.Shape[^1], b.Shape[^1]);
        if (b.Shape[^2] != inner)
        {
            throw call.Node.Refuse($"shapes {Onnx.Text.Shape(a.Shape)} and {Onnx.Text.Shape(b.Shape)} do not fit");
        }

        call.MustNotBeBatch(a, a.Rank - 1, "sums over");
        call.MustNotBeBatch(b, b.Rank - 2, "sums over");
        var (shape, batchAxis, firstOfA, firstOfB) = Leading(call, a, b);
        if (batchAxis >= 0 && (a.BatchAxis == a.Rank - 2 || b.BatchAxis == b.Rank - 1))
        {
            throw call.Node.Mixes("joins the batch axis of one operand with a feature axis of another");
        }

        batchAxis = a.BatchAxis == a.Rank - 2 ? shape.Length - 2 : b.BatchAxis == b.Rank - 1 ? shape.Length - 1 : batchAxis;
        if (a.BatchAxis == a.Rank - 2 && b.BatchAxis == b.Rank - 1)
        {
            throw call.Node.Mixes("multiplies every sample with every other");
        }

        (shape[^2], shape[^1]) = (rows, columns);
        return Fill(call, (a, firstOfA), (b, firstOfB), factor, shape, batchAxis);
    }

    /// <summary>The axes before the last two, and where the matrices of each operand start.</summary>
    private static (int[] Shape, int BatchAxis, int[] FirstOfA, int[] FirstOfB) Leading(Call call, Tensor a, Tensor b)
    {
        var (leadingA, leadingB) = (Firsts(a), Firsts(b));
        var meeting = Broadcast.Of(call, leadingA, leadingB);
        return (
            [.. meeting.Shape, 0, 0],
            meeting.BatchAxis,
            Array.ConvertAll(meeting.Places[0], place => (int)leadingA.Numbers![place]),
            Array.ConvertAll(meeting.Places[1], place => (int)leadingB.Numbers![place]));
    }

    /// <summary>The place of the first element of each matrix, as a tensor over the leading axes.</summary>
    private static Tensor Firsts(Tensor tensor)
    {
        var (extents, size) = (tensor.Extents, tensor.Extents[^2] * tensor.Extents[^1]);
        var count = Shapes.Count(extents.AsSpan(0, extents.Length - 2));
        return Tensor.OfNumbers(
            tensor.Type,
            tensor.Shape[..^2],
            [.. Enumerable.Range(0, count).Select(i => (double)i * size)],
            tensor.BatchAxis < tensor.Rank - 2 ? tensor.BatchAxis : -1);
    }

    private static Tensor Fill(Call call, (Tensor Tensor, int[] First) a, (Tensor Tensor, int[] First) b, double factor, int[] shape, int batchAxis)
    {
        var (rows, inner, columns) = (a.Tensor.Extents[^2], a.Tensor.Extents[^1], b.Tensor.Extents[^1]);
        var count = checked(a.First.Length * rows * columns);
        if (a.Tensor.Scalars is not null && b.Tensor.Scalars is not null)
        {
            return Products(call, (a.Tensor, a.First), (b.Tensor, b.First), shape, batchAxis);
        }

        var leftIsSource = b.Tensor.Scalars is null;
        var (source, weights) = leftIsSource ? (a.Tensor, b.Tensor.Numbers!) : (b.Tensor, a.Tensor.Numbers!);
        var sums = new Sums(call, source, count);
        for (var matrix = 0; matrix < a.First.Length; matrix++)
        {
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    var (left, right) = (a.First[matrix] + (row * inner), b.First[matrix] + column);
                    for (var k = 0; k < inner; k++, left++, right += columns)
                    {
                        sums.Add(leftIsSource ? left : right, factor * weights[leftIsSource ? right : left]);
                    }

                    sums.End();
                }
            }
        }

        return sums.ToTensor(shape, batchAxis);
    }

    private static Tensor Products(Call call, (Tensor Tensor, int[] First) a, (Tensor Tensor, int[] First) b, int[] shape, int batchAxis)
    {
        int[] extents = [.. shape.Select((size, axis) => axis == batchAxis ? 1 : size)];
        var scalars = new Scalar[Shapes.Count(extents)];
        for (var i = 0; i < scalars.Length; i++)
        {
            // Only that it depends on both, and is refused, matters.
            scalars[i] = call.Symbols.Opaque(
                call.Node, call.Node.Operator, "product of two activations (attention)", a.Tensor.Scalars![a.First[0]], b.Tensor.Scalars![b.First[0]]);
        }

        return Tensor.OfScalars(a.Tensor.Type, shape, scalars, batchAxis);
    }
}
