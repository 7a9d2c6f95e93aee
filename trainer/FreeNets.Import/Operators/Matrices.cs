using FreeNets.Import.Graph;

namespace FreeNets.Import.Operators;

/// <summary>A tensor as matrices over its last two axes, turned or not, of which none is moved.</summary>
/// <param name="Tensor">The tensor, of rank 2 or more.</param>
/// <param name="IsTransposed">True where the last axis counts rows.</param>
internal readonly record struct Matrices(Tensor Tensor, bool IsTransposed)
{
    public int RowAxis => Tensor.Rank - (IsTransposed ? 1 : 2);

    public int ColumnAxis => Tensor.Rank - (IsTransposed ? 2 : 1);

    public int Rows => Tensor.Extents[RowAxis];

    public int Columns => Tensor.Extents[ColumnAxis];

    /// <summary>How far apart the elements of neighbouring rows lie.</summary>
    public int RowStep => IsTransposed ? 1 : Tensor.Extents[^1];

    /// <summary>How far apart the elements of neighbouring columns lie.</summary>
    public int ColumnStep => IsTransposed ? Tensor.Extents[^1] : 1;

    /// <summary>The place of the first element of each matrix, as a tensor over the leading axes.</summary>
    public Tensor Firsts()
    {
        var (extents, size) = (Tensor.Extents, Rows * Columns);
        var count = Shapes.Count(extents.AsSpan(0, extents.Length - 2));
        return Tensor.OfNumbers(
            Tensor.Type,
            Tensor.Shape[..^2],
            [.. Enumerable.Range(0, count).Select(i => (double)i * size)],
            Tensor.BatchAxis < Tensor.Rank - 2 ? Tensor.BatchAxis : -1);
    }
}
