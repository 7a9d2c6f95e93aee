using CsCheck;
using FreeNets.Model;

namespace FreeNets.Tests;

/// <summary>Dense and sparse storage hold the same weights, whatever is asked of them.</summary>
public class WeightMatrixTests
{
    private static readonly Gen<DenseMatrix> s_dense =
        from rows in Gen.Int[0, 6]
        from columns in Gen.Int[0, 7]
        from values in Gen.Frequency((2, Gen.Const(0f)), (1, Gen.Float[-9, 9])).Array[rows * columns]
        select new DenseMatrix(rows, columns, values);

    [Fact]
    public void Both_storages_answer_alike() => s_dense.Sample(static dense =>
    {
        var sparse = SparseMatrix.Of(dense.Rows, dense.Columns, dense.NonZero());

        Assert.Equal(dense.NonZero(), sparse.NonZero());
        Assert.Equal(dense.NonZeroCount, sparse.NonZeroCount);
        Assert.Equal(dense.ToDense(), sparse.ToDense());
        Assert.Equal(sparse, SparseMatrix.Of(dense.Rows, dense.Columns, dense.NonZero().Reverse()));
        Assert.Equal(dense, dense.Holding(sparse.NonZero()));
        for (var row = 0; row < dense.Rows; row++)
        {
            Assert.Equal(
                Enumerable.Range(0, dense.Columns).Select(column => dense[row, column]),
                Enumerable.Range(0, dense.Columns).Select(column => sparse[row, column]));
        }
    });

    [Fact]
    public void Rows_and_columns_are_picked_in_any_order() =>
        s_dense.Where(static matrix => matrix.Rows > 1 && matrix.Columns > 1).Sample(static dense =>
    {
        var (rows, columns) = (new[] { dense.Rows - 1, 0 }, Enumerable.Range(1, dense.Columns - 1).Reverse().ToArray());
        var sparse = SparseMatrix.Of(dense.Rows, dense.Columns, dense.NonZero());
        var picked = dense.Pick(rows, columns);

        Assert.Equal(rows.SelectMany(row => columns.Select(column => dense[row, column])), picked.ToDense());
        Assert.Equal(picked.NonZero(), sparse.Pick(rows, columns).NonZero());
    });

    [Fact]
    public void Weights_are_mapped_where_they_are_stored()
    {
        var sparse = SparseMatrix.Of(2, 3, [new Weight(1, 2, 5), new Weight(0, 1, 0)]);

        Assert.Equal([1f, 8], sparse.Map(static weight => weight.Value + weight.Row + weight.Column).Stored);
        Assert.Equal([new Weight(0, 1, 0), new Weight(1, 2, 5)], sparse.Entries());
        Assert.Equal([new Weight(1, 2, 5)], sparse.NonZero());
    }

    [Fact]
    public void Storage_is_the_smaller_one()
    {
        Assert.IsType<DenseMatrix>(WeightMatrix.Of(1, 64, [.. Enumerable.Range(0, 64).Select(static i => i < 62 ? 1f : 0)]));
        Assert.IsType<SparseMatrix>(WeightMatrix.Of(1, 64, [.. Enumerable.Range(0, 64).Select(static i => i < 61 ? 1f : 0)]));
    }

    [Fact]
    public void Edges_keep_the_order_of_the_graph()
    {
        var graph = Ncg.FromPredicate(4, static (target, source) => (target + source) % 2 == 1);
        var edges = SparseMatrix.Of(graph, [1, 2, 3, 0]);

        Assert.Equal(graph.Edges(), edges.Entries().Select(static edge => (edge.Row, edge.Column)));
        Assert.Equal(graph, Ncg.Of(edges));
        Assert.Equal(edges, SparseMatrix.Of(4, 4, edges.Entries()));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new DenseMatrix(2, 2, new float[3]));
        Assert.Throws<ArgumentException>(() => SparseMatrix.Of(2, 2, [new Weight(2, 0, 1)]));
        Assert.Throws<ArgumentException>(() => SparseMatrix.Of(2, 2, [new Weight(0, -1, 1)]));
        Assert.Throws<ArgumentException>(() => SparseMatrix.Of(2, 2, [new Weight(0, 1, 1), new Weight(0, 1, 2)]));
        Assert.Throws<ArgumentException>(() => SparseMatrix.Of(Ncg.Dense(3), [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SparseMatrix.Of(2, 2, [])[0, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DenseMatrix(2, 2, new float[4])[2, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DenseMatrix(2, 2, new float[4]).NonZero(2));
    }
}
