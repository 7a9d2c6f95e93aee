using FreeNets.Model;
using FreeNets.Trainer.Kernels;
using FreeNets.Trainer.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Tests.Kernels;

public sealed class CascadeTests
{
    private static readonly (int Neurons, int Samples, double Density)[] s_shapes =
    [
        (1, 1, 1), (1, 70, 1), (2, 3, 1), (3, 64, 0), (5, 33, 0.4), (7, 16, 1), (19, 1, 1), (23, 65, 0.1), (40, 127, 0.3), (40, 128, 1),
        (61, 96, 0.7), (100, 128, 0.1), (100, 200, 1),
    ];

    public static TheoryData<int, int, double, ActivationFunction, int> Shapes()
    {
        var data = new TheoryData<int, int, double, ActivationFunction, int>();
        foreach (var (neurons, samples, density) in s_shapes)
        {
            foreach (var activation in new[] { ActivationFunction.Relu, ActivationFunction.SquaredRelu })
            {
                foreach (var lanes in new[] { 16, 8, 4 })
                {
                    data.Add(neurons, samples, density, activation, lanes);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Kernels_agree_with_plain_operations_in_float64(
        int neurons, int samples, double density, ActivationFunction activation, int lanes)
    {
        var random = new Random(neurons + samples);
        var graph = Ncg.FromPredicate(neurons, (_, _) => random.NextDouble() < density);
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)neurons);
        var e = new Parameter(rand(neurons, samples, generator: generator) - 0.5);
        var dh = rand(neurons, samples, generator: generator) - 0.5;
        var mask = tensor(Dense(graph));

        // Weights of absent edges are infinite: whatever reads one shows.
        var bound = Math.Sqrt(3.0 / (neurons * density + 1));
        var live = (rand(neurons, neurons, generator: generator) * 2 - 1) * bound;
        var w = new Parameter(where(mask.gt(0), live, tensor(float.PositiveInfinity)));
        var (plainE, plainW) = (new Parameter(e.detach().to(ScalarType.Float64)), new Parameter((live * mask).to(ScalarType.Float64)));

        var h = SimdCascadeFunction.Apply(e, w, new CascadeEdges(graph), activation, lanes);
        var expected = CascadeFunction.Apply(plainE, plainW, activation);
        h.backward([dh]);
        expected.backward([dh.to(ScalarType.Float64)]);

        AssertClose(expected, h);
        AssertClose(plainE.grad!, e.grad!);
        AssertClose(plainW.grad! * mask, w.grad!);
    }

    [Fact]
    public void Every_edge_is_in_both_lists_once()
    {
        var random = new Random(3);
        for (var neurons = 1; neurons < 30; neurons++)
        {
            var graph = Ncg.FromPredicate(neurons, (_, _) => random.NextDouble() < 0.3);
            var edges = new CascadeEdges(graph);

            Assert.Equal(graph.EdgeCount, edges.Count);
            Assert.Equal(0, edges.PackedCount % CascadeEdges.Group);
            Assert.Equal(graph, Ncg.FromPredicate(neurons, (i, j) => In(edges.Sources, edges.SourcesOf[i]).Contains(j)));
            Assert.Equal(graph, Ncg.FromPredicate(neurons, (i, j) => In(edges.Targets, edges.TargetsOf[j]).Contains(i)));
            Assert.Equal(graph.EdgeCount, Enumerable.Range(0, neurons).Sum(i => edges.SourcesOf[i].Count));
            Assert.Equal(graph.EdgeCount, Enumerable.Range(0, neurons).Sum(j => edges.TargetsOf[j].Count));
        }

        static ReadOnlySpan<int> In(ReadOnlySpan<int> list, CascadeEdges.Slice slice) => list.Slice(slice.Start, slice.Count);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        var edges = new CascadeEdges(Ncg.Dense(3));

        Assert.Throws<ArgumentException>(() => Forward(8, 6, 6));
        Assert.Throws<ArgumentException>(() => Forward(9, 6, 9));
        Assert.Throws<ArgumentException>(() => Forward(9, 7, 7));
        Assert.Throws<ArgumentException>(() => Backward(9, 6, 6, 3, 9));
        Assert.Throws<ArgumentException>(() => Backward(9, 6, 6, 6, 8));
        Assert.Throws<ArgumentException>(() => Backward(9, 6, 3, 6, 9));
        Backward(9, 6, 6, 6, 9);

        void Forward(int w, int e, int h) =>
            Cascade.Forward(edges, Activation.Relu, new float[w], new float[e], new float[h], Lanes.Widest);

        void Backward(int w, int h, int dh, int dz, int dw) => Cascade.Backward(
            edges, Activation.Relu, new float[w], new float[h], new float[dh], new float[dz], new float[dw], Lanes.Widest);
    }

    [Fact]
    public void A_network_that_ran_away_is_not_hidden()
    {
        var h = new float[3];
        Cascade.Forward(new CascadeEdges(Ncg.Dense(3)), Activation.Relu, new float[9], [float.NaN, 1, -1], h, Lanes.Widest);

        Assert.Equal([float.NaN, float.NaN, float.NaN], h);
    }

    [Fact]
    public void Memory_of_other_kinds_of_tensors_is_refused()
    {
        using var floats = zeros(3, 2);
        using var transposed = floats.t();
        using var doubles = zeros(3, ScalarType.Float64);

        Assert.Equal(6, floats.Floats().Length);
        Assert.Throws<ArgumentException>(() => transposed.Floats().Length);
        Assert.Throws<ArgumentException>(() => doubles.Floats().Length);
        Assert.Throws<ArgumentException>(() => floats.Bytes().Length);
    }

    private static float[,] Dense(Ncg graph)
    {
        var values = new float[graph.Neurons, graph.Neurons];
        foreach (var (i, j) in graph.Edges())
        {
            values[i, j] = 1;
        }

        return values;
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        var (theirs, ours) =
            (expected.detach().contiguous().data<double>().ToArray(), actual.detach().contiguous().data<float>().ToArray());
        Assert.Equal(theirs.Length, ours.Length);
        var size = Math.Max(1, theirs.Max(Math.Abs));
        for (var i = 0; i < theirs.Length; i++)
        {
            Assert.Equal(theirs[i], ours[i], 2e-5 * size);
        }
    }
}
