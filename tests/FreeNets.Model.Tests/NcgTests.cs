using CsCheck;
using FreeNets.Model;

namespace FreeNets.Tests;

public class NcgTests
{
    private static readonly Gen<(int Neurons, bool[] A, bool[] B)> s_pairs =
        from neurons in Gen.Int[1, 40]
        from a in Gen.Bool.Array[neurons * neurons]
        from b in Gen.Bool.Array[neurons * neurons]
        select (neurons, a, b);

    [Fact]
    public void Bits_bytes_and_edges_tell_the_same_graph() => s_pairs.Sample(
        sample =>
        {
            var (k, bits, _) = sample;
            var graph = Graph(k, bits);
            var edges = graph.Edges().ToArray();

            Assert.Equal(Expected(k, (i, j) => bits[(i * k) + j]), edges);
            Assert.Equal(edges.Length, graph.EdgeCount);
            Assert.Equal(graph, Ncg.FromBytes(k, graph.ToBytes()));
            Assert.Equal(edges, Expected(k, (i, j) => graph[i, j]));
        },
        seed: "0N0XIzNsQ0O2",
        iter: 500);

    [Fact]
    public void Or_and_and_not_work_edge_by_edge() => s_pairs.Sample(
        sample =>
        {
            var (k, a, b) = sample;
            var (left, right) = (Graph(k, a), Graph(k, b));

            Assert.Equal(Expected(k, (i, j) => a[(i * k) + j] || b[(i * k) + j]), left.Or(right).Edges());
            Assert.Equal(Expected(k, (i, j) => a[(i * k) + j] && b[(i * k) + j]), left.And(right).Edges());
            Assert.Equal(Expected(k, (i, j) => a[(i * k) + j] && !b[(i * k) + j]), left.AndNot(right).Edges());
            Assert.Equal(left.AndNot(right).EdgeCount + left.And(right).EdgeCount, left.EdgeCount);
        },
        seed: "0N0XIzNsQ0O2",
        iter: 500);

    [Fact]
    public void Bytes_hold_the_triangle_row_by_row_from_the_least_significant_bit()
    {
        // Edges number 0, 2 and 9 of the ten that five neurons can have.
        var graph = Ncg.FromBytes(5, [0b0000_0101, 0b10])!;

        Assert.Equal([(1, 0), (2, 1), (4, 3)], graph.Edges());
        Assert.Equal([0b0000_0101, 0b10], graph.ToBytes());
    }

    [Theory]
    [InlineData(5, new byte[] { 0 })]
    [InlineData(5, new byte[] { 0, 0, 0 })]
    [InlineData(5, new byte[] { 0, 0b100 })]
    [InlineData(5, new byte[] { 0, 0x80 })]
    [InlineData(1, new byte[] { 0 })]
    [InlineData(2, new byte[0])]
    [InlineData(2, new byte[] { 2 })]
    public void Bytes_of_another_length_or_with_padding_bits_give_no_graph(int neurons, byte[] bytes) =>
        Assert.Null(Ncg.FromBytes(neurons, bytes));

    [Fact]
    public void One_neuron_has_no_edges()
    {
        var graph = Ncg.Dense(1);

        Assert.Equal((0, 0), (graph.EdgeCount, graph.MaxEdges));
        Assert.Empty(graph.ToBytes());
        Assert.Equal(graph, Ncg.FromBytes(1, []));
        Assert.False(graph[0, 0]);
    }

    [Fact]
    public void Dense_and_empty_are_the_two_ends()
    {
        var (dense, empty) = (Ncg.Dense(100), Ncg.Empty(100));

        Assert.Equal((4950, 4950), (dense.EdgeCount, dense.MaxEdges));
        Assert.Equal(0, empty.EdgeCount);
        Assert.Equal(empty, dense.AndNot(dense));
        Assert.NotEqual(dense, empty);
        Assert.NotEqual(Ncg.Empty(99), empty);
        Assert.Equal(dense.GetHashCode(), Ncg.Dense(100).GetHashCode());
    }

    [Fact]
    public void Nothing_reads_itself_or_a_later_neuron()
    {
        var graph = Ncg.Dense(3);

        Assert.True(graph[2, 0]);
        Assert.False(graph[1, 1]);
        Assert.False(graph[0, 2]);
    }

    [Fact]
    public void Numbers_outside_the_graph_are_refused()
    {
        var graph = Ncg.Dense(3);

        Assert.Throws<ArgumentOutOfRangeException>(() => graph[3, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => graph[0, -1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Ncg.Empty(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ncg.Empty(Ncg.MaxNeurons + 1));
        Assert.Throws<ArgumentException>(() => graph.Or(Ncg.Dense(4)));
    }

    private static Ncg Graph(int neurons, bool[] bits) => Ncg.FromPredicate(neurons, (i, j) => bits[(i * neurons) + j]);

    private static IEnumerable<(int Target, int Source)> Expected(int neurons, Func<int, int, bool> hasEdge) =>
        from i in Enumerable.Range(0, neurons)
        from j in Enumerable.Range(0, i)
        where hasEdge(i, j)
        select (i, j);
}
