namespace FreeNets.Model;

/// <summary>A matrix that stores some of its weights: for each row, ascending columns and a value each (compressed sparse rows).</summary>
/// <remarks>A stored value may be 0: an edge of a graph whose weight training left at 0 is still an edge.</remarks>
public sealed record SparseMatrix : WeightMatrix
{
    private readonly int[] _rowStarts;
    private readonly int[] _columns;
    private readonly float[] _values;

    private SparseMatrix(int rows, int columns, int[] rowStarts, int[] columnOf, float[] values)
        : base(rows, columns) => (_rowStarts, _columns, _values) = (rowStarts, columnOf, values);

    /// <summary>The matrix with these weights, in any order.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="weights">The weights to store.</param>
    /// <exception cref="ArgumentException">A place is outside the matrix, or two weights have the same one.</exception>
    public static SparseMatrix Of(int rows, int columns, IEnumerable<Weight> weights)
    {
        var ordered = weights.OrderBy(static weight => weight.Row).ThenBy(static weight => weight.Column).ToArray();
        var starts = new int[rows + 1];
        for (var i = 0; i < ordered.Length; i++)
        {
            var (row, column, _) = ordered[i];
            if ((uint)row >= (uint)rows || (uint)column >= (uint)columns)
            {
                throw new ArgumentException($"The place ({row}, {column}) is outside a matrix of {rows} × {columns}.", nameof(weights));
            }

            if (i > 0 && (ordered[i - 1].Row, ordered[i - 1].Column) == (row, column))
            {
                throw new ArgumentException($"There are two weights at ({row}, {column}).", nameof(weights));
            }

            starts[row + 1]++;
        }

        for (var row = 0; row < rows; row++)
        {
            starts[row + 1] += starts[row];
        }

        return new SparseMatrix(
            rows,
            columns,
            starts,
            Array.ConvertAll(ordered, static weight => weight.Column),
            Array.ConvertAll(ordered, static weight => weight.Value));
    }

    /// <summary>The matrix [neurons, neurons] with one weight an edge: entry (i, j) is the edge j → i.</summary>
    /// <param name="graph">The edges.</param>
    /// <param name="weights">One weight an edge, in the order of <see cref="Ncg.Edges"/>.</param>
    /// <exception cref="ArgumentException">There are not as many weights as edges.</exception>
    public static SparseMatrix Of(Ncg graph, float[] weights)
    {
        if (weights.Length != graph.EdgeCount)
        {
            throw new ArgumentException($"A graph of {graph.EdgeCount} edges cannot have {weights.Length} weights.", nameof(weights));
        }

        var (starts, sources) = (new int[graph.Neurons + 1], new int[weights.Length]);
        var edge = 0;
        foreach (var (target, source) in graph.Edges())
        {
            sources[edge++] = source;
            starts[target + 1] = edge;
        }

        for (var row = 0; row < graph.Neurons; row++)
        {
            starts[row + 1] = Math.Max(starts[row + 1], starts[row]);
        }

        return new SparseMatrix(graph.Neurons, graph.Neurons, starts, sources, weights);
    }

    /// <summary>The matrix with a weight where a bit is set; there are as many weights as set bits.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="bits">See <see cref="ToBits"/>.</param>
    /// <param name="weights">In the order of the bits; the caller gives them away.</param>
    internal static SparseMatrix FromBits(int rows, int columns, byte[] bits, float[] weights)
    {
        var (starts, columnOf) = (new int[rows + 1], new int[weights.Length]);
        var (bit, count) = (0L, 0);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++, bit++)
            {
                if ((bits[bit >> 3] >> (int)(bit & 7) & 1) != 0)
                {
                    columnOf[count++] = column;
                }
            }

            starts[row + 1] = count;
        }

        return new SparseMatrix(rows, columns, starts, columnOf, weights);
    }

    /// <summary>Where weights are stored: place (i, j) is bit i · columns + j, the least significant of a byte first.</summary>
    internal byte[] ToBits()
    {
        var bits = new byte[(((long)Rows * Columns) + 7) / 8];
        foreach (var (row, column, _) in Entries())
        {
            var bit = ((long)row * Columns) + column;
            bits[bit >> 3] |= (byte)(1 << (int)(bit & 7));
        }

        return bits;
    }

    /// <summary>The number of weights that are stored.</summary>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public override float this[int row, int column]
    {
        get
        {
            CheckPlace(row, column);
            var index = Array.BinarySearch(_columns, _rowStarts[row], _rowStarts[row + 1] - _rowStarts[row], column);
            return index < 0 ? 0 : _values[index];
        }
    }

    /// <inheritdoc/>
    public override long NonZeroCount => _values.LongCount(static value => value != 0);

    /// <inheritdoc/>
    public override EquatableArray<float> Stored => _values;

    /// <summary>The stored weights, zeros included, by row, then by column.</summary>
    public IEnumerable<Weight> Entries() => Enumerable.Range(0, Rows).SelectMany(EntriesOf);

    /// <inheritdoc/>
    public override IEnumerable<Weight> NonZero(int row)
    {
        CheckRow(row);
        return EntriesOf(row).Where(static weight => weight.Value != 0);
    }

    /// <inheritdoc/>
    public override float[] ToDense()
    {
        var values = new float[checked(Rows * Columns)];
        foreach (var (row, column, value) in Entries())
        {
            values[(row * Columns) + column] = value;
        }

        return values;
    }

    /// <inheritdoc/>
    public override WeightMatrix Map(Func<Weight, float> weight) =>
        new SparseMatrix(Rows, Columns, _rowStarts, _columns, [.. Entries().Select(weight)]);

    /// <inheritdoc/>
    public override WeightMatrix Pick(int[] rows, int[] columns)
    {
        var places = new int[Columns];
        for (var column = 0; column < columns.Length; column++)
        {
            places[columns[column]] = column + 1;
        }

        return Of(rows.Length, columns.Length, rows.SelectMany((old, row) => EntriesOf(old)
            .Where(weight => places[weight.Column] > 0)
            .Select(weight => new Weight(row, places[weight.Column] - 1, weight.Value))));
    }

    /// <inheritdoc/>
    public override WeightMatrix Holding(IEnumerable<Weight> weights) => Of(Rows, Columns, weights);

    /// <summary>Value equality, of places and stored values.</summary>
    public bool Equals(SparseMatrix? other) =>
        base.Equals(other)
            && _rowStarts.SequenceEqual(other!._rowStarts)
            && _columns.SequenceEqual(other._columns)
            && Stored == other.Stored;

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((base.GetHashCode() * 31) + Stored.GetHashCode());

    private IEnumerable<Weight> EntriesOf(int row)
    {
        for (var i = _rowStarts[row]; i < _rowStarts[row + 1]; i++)
        {
            yield return new Weight(row, _columns[i], _values[i]);
        }
    }
}
