using FreeNets.Import.Graph;

namespace FreeNets.Import.Operators;

/// <summary>Products of matrices, of vectors, and of batches of matrices, by NumPy's rules.</summary>
internal static class MatrixProduct
{
    /// <summary>Products that take as long as one value that is made.</summary>
    private const int ProductsOfRoom = 64;

    /// <summary>a · b, of which at most one may depend on the inputs.</summary>
    /// <param name="call">For whom.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    public static Tensor Of(Call call, Tensor a, Tensor b)
    {
        if (a.Rank == 0 || b.Rank == 0)
        {
            throw call.Node.Refuse("multiplies a scalar, which is not a matrix");
        }

        // A vector is a row on the left, and a column on the right; the axis that it lacked goes again.
        var left = a.Rank == 1 ? Movement.Insert(a, [0]) : a;
        var right = b.Rank == 1 ? Movement.Insert(b, [1]) : b;
        var product = OfMatrices(call, new Matrices(left, false), new Matrices(right, false), 1);
        var rank = product.Rank;
        int[] gone = [.. a.Rank == 1 ? new[] { rank - 2 } : [], .. b.Rank == 1 ? new[] { rank - 1 } : []];
        return Movement.Remove(product, gone);
    }

    /// <summary>factor · a · b.</summary>
    public static Tensor OfMatrices(Call call, Matrices a, Matrices b, double factor)
    {
        if (a.Tensor.Type != b.Tensor.Type)
        {
            var (activation, weights) = a.Tensor.Numbers is null ? (a.Tensor, b.Tensor) : (b.Tensor, a.Tensor);
            call.MustAgree(activation, weights, "input", "weights");
        }

        call.MustBeReal(a.Tensor);
        call.MustBeReal(b.Tensor);
        if (a.Tensor.Shape[a.ColumnAxis] != b.Tensor.Shape[b.RowAxis])
        {
            throw call.Node.Refuse($"shapes {Onnx.Text.Shape(a.Tensor.Shape)} and {Onnx.Text.Shape(b.Tensor.Shape)} do not fit");
        }

        call.MustNotBeBatch(a.Tensor, a.ColumnAxis, "sums over");
        call.MustNotBeBatch(b.Tensor, b.RowAxis, "sums over");
        var (leadingA, leadingB) = (a.Firsts(), b.Firsts());
        var meeting = Broadcast.Of(call, leadingA, leadingB);
        var (rowsAreBatch, columnsAreBatch) = (a.Tensor.BatchAxis == a.RowAxis, b.Tensor.BatchAxis == b.ColumnAxis);
        var batches = (meeting.BatchAxis >= 0 ? 1 : 0) + (rowsAreBatch ? 1 : 0) + (columnsAreBatch ? 1 : 0);
        if (batches > 1)
        {
            throw call.Node.Mixes("joins the batch axis of one operand with another axis of the other");
        }

        int[] shape = [.. meeting.Shape, a.Tensor.Shape[a.RowAxis], b.Tensor.Shape[b.ColumnAxis]];
        var batchAxis = rowsAreBatch ? shape.Length - 2 : columnsAreBatch ? shape.Length - 1 : meeting.BatchAxis;
        var firstOfA = Array.ConvertAll(meeting.Places[0], place => (int)leadingA.Numbers![place]);
        var firstOfB = Array.ConvertAll(meeting.Places[1], place => (int)leadingB.Numbers![place]);
        return a.Tensor.Scalars is not null && b.Tensor.Scalars is not null
            ? Products(call, a.Tensor, b.Tensor, shape, batchAxis)
            : Fill(call, (a, firstOfA), (b, firstOfB), factor, shape, batchAxis);
    }

    private static Tensor Fill(
        Call call, (Matrices Of, int[] First) a, (Matrices Of, int[] First) b, double factor, int[] shape, int batchAxis)
    {
        var (rows, inner, columns) = (a.Of.Rows, a.Of.Columns, b.Of.Columns);
        var leftIsSource = b.Of.Tensor.Scalars is null;
        var (source, weights) = leftIsSource ? (a.Of.Tensor, b.Of.Tensor.Numbers!) : (b.Of.Tensor, a.Of.Tensor.Numbers!);
        call.Evaluation.Room.Check(call.Node, (long)a.First.Length * rows * columns / ProductsOfRoom * inner);
        var (sourceStep, weightStep) = leftIsSource ? (a.Of.ColumnStep, b.Of.RowStep) : (b.Of.RowStep, a.Of.ColumnStep);
        var sums = new Sums(call, source, call.Count([a.First.Length, rows, columns]));
        for (var matrix = 0; matrix < a.First.Length; matrix++)
        {
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    var (left, right) = (a.First[matrix] + (row * a.Of.RowStep), b.First[matrix] + (column * b.Of.ColumnStep));
                    var (place, weight) = leftIsSource ? (left, right) : (right, left);
                    sums.AddAll(place, sourceStep, weights, weight, weightStep, inner, factor);
                    sums.End();
                }
            }
        }

        return sums.ToTensor(shape, batchAxis);
    }

    private static Tensor Products(Call call, Tensor a, Tensor b, int[] shape, int batchAxis)
    {
        int[] extents = [.. shape.Select((size, axis) => axis == batchAxis ? 1 : size)];
        var scalars = new Scalar[call.Count(extents)];
        for (var i = 0; i < scalars.Length; i++)
        {
            // Only that it depends on both, and is refused, matters.
            scalars[i] = call.Symbols.Opaque(
                call.Node, call.Node.Operator, "product of two activations (attention)", a.Scalars![0], b.Scalars![0]);
        }

        return Tensor.OfScalars(a.Type, shape, scalars, batchAxis);
    }
}
