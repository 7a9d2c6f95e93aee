namespace FreeNets.Model;

/// <summary>A matrix that stores every weight, row-major.</summary>
public sealed record DenseMatrix : WeightMatrix
{
    private readonly float[] _values;

    /// <summary>Wraps <paramref name="values"/>, which the caller gives away.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="values">[rows, columns], row-major.</param>
    /// <exception cref="ArgumentException">There are not rows × columns values.</exception>
    public DenseMatrix(int rows, int columns, float[] values)
        : base(rows, columns)
    {
        if (rows < 0 || columns < 0 || values.Length != (long)rows * columns)
        {
            throw new ArgumentException($"A matrix of {rows} × {columns} weights cannot hold {values.Length}.", nameof(values));
        }

        _values = values;
    }

    /// <inheritdoc/>
    public override float this[int row, int column]
    {
        get
        {
            CheckPlace(row, column);
            return _values[(row * Columns) + column];
        }
    }

    /// <inheritdoc/>
    public override long NonZeroCount
    {
        get
        {
            var count = 0L;
            foreach (var value in _values)
            {
                count += value != 0 ? 1 : 0;
            }

            return count;
        }
    }

    /// <inheritdoc/>
    public override EquatableArray<float> Stored => _values;

    /// <inheritdoc/>
    public override IEnumerable<Weight> NonZero(int row)
    {
        CheckRow(row);
        return Iterate();

        IEnumerable<Weight> Iterate()
        {
            for (var column = 0; column < Columns; column++)
            {
                if (_values[(row * Columns) + column] is var value && value != 0)
                {
                    yield return new Weight(row, column, value);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override float[] ToDense() => (float[])_values.Clone();

    /// <inheritdoc/>
    public override WeightMatrix Map(Func<Weight, float> weight)
    {
        var values = new float[_values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = weight(new Weight(i / Columns, i % Columns, _values[i]));
        }

        return new DenseMatrix(Rows, Columns, values);
    }

    /// <inheritdoc/>
    public override WeightMatrix Pick(int[] rows, int[] columns)
    {
        var values = new float[checked(rows.Length * columns.Length)];
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < columns.Length; column++)
            {
                values[(row * columns.Length) + column] = this[rows[row], columns[column]];
            }
        }

        return new DenseMatrix(rows.Length, columns.Length, values);
    }

    /// <inheritdoc/>
    public override WeightMatrix Holding(IEnumerable<Weight> weights) =>
        new DenseMatrix(Rows, Columns, SparseMatrix.Of(Rows, Columns, weights).ToDense());

    /// <summary>Value equality, of the stored values.</summary>
    public bool Equals(DenseMatrix? other) => base.Equals(other) && Stored == other!.Stored;

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((base.GetHashCode() * 31) + Stored.GetHashCode());
}
