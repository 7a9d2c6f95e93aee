namespace FreeNets.Model;

/// <summary>One weight of a matrix.</summary>
/// <param name="Row">The row, from 0.</param>
/// <param name="Column">The column, from 0.</param>
/// <param name="Value">The weight.</param>
public readonly record struct Weight(int Row, int Column, float Value);

/// <summary>A matrix of weights, [<see cref="Rows"/>, <see cref="Columns"/>], that alone knows how it is stored.</summary>
/// <remarks>A weight of 0 is as good as none. Equal matrices have equal storage as well as equal weights.</remarks>
public abstract record WeightMatrix
{
    private protected WeightMatrix(int rows, int columns) => (Rows, Columns) = (rows, columns);

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The matrix with these weights, in the storage that takes less room in a file.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="values">[rows, columns], row-major; the caller gives them away.</param>
    /// <exception cref="ArgumentException">There are not rows × columns values.</exception>
    public static WeightMatrix Of(int rows, int columns, float[] values)
    {
        // A sparse matrix takes a bit a place beside its weights of 32.
        var dense = new DenseMatrix(rows, columns, values);
        return 32 * dense.NonZeroCount < 31L * values.Length ? SparseMatrix.Of(rows, columns, dense.NonZero()) : dense;
    }

    /// <summary>The weight at a place; 0 where none is stored.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The place is outside the matrix.</exception>
    public abstract float this[int row, int column] { get; }

    /// <summary>The number of weights that are not 0.</summary>
    public abstract long NonZeroCount { get; }

    /// <summary>The weights of a row that are not 0, by column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public abstract IEnumerable<Weight> NonZero(int row);

    /// <summary>The weights that are not 0, by row, then by column.</summary>
    public IEnumerable<Weight> NonZero() => Enumerable.Range(0, Rows).SelectMany(NonZero);

    /// <summary>All stored values, in the order of rows and columns: what a file holds.</summary>
    public abstract EquatableArray<float> Stored { get; }

    /// <summary>The same places with other weights, each made from the one that is stored there.</summary>
    public abstract WeightMatrix Map(Func<Weight, float> weight);

    /// <summary>Some of the rows and columns, in the order given, in the same kind of storage.</summary>
    /// <param name="rows">For each new row, the old one.</param>
    /// <param name="columns">For each new column, the old one.</param>
    public abstract WeightMatrix Pick(int[] rows, int[] columns);

    /// <summary>A matrix of the same size and kind of storage with these weights and no others.</summary>
    /// <exception cref="ArgumentException">A place is outside the matrix, or two weights have the same one.</exception>
    public abstract WeightMatrix Holding(IEnumerable<Weight> weights);

    /// <summary>All weights, [rows, columns], row-major: a copy that the caller owns.</summary>
    public abstract float[] ToDense();

    private protected void CheckPlace(int row, int column)
    {
        CheckRow(row);
        if ((uint)column >= (uint)Columns)
        {
            throw new ArgumentOutOfRangeException(nameof(column), column, $"The matrix has columns 0 to {Columns - 1}.");
        }
    }

    private protected void CheckRow(int row)
    {
        if ((uint)row >= (uint)Rows)
        {
            throw new ArgumentOutOfRangeException(nameof(row), row, $"The matrix has rows 0 to {Rows - 1}.");
        }
    }
}
