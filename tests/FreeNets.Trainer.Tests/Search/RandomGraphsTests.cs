using CsCheck;
using FreeNets.Model;
using FreeNets.Trainer.Search;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Tests.Search;

public sealed class RandomGraphsTests
{
    [Fact]
    public void Both_have_exactly_the_edges_asked_for_and_follow_the_seed() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[0, 100], Gen.Int).Sample(
            (neurons, percent, seed) =>
            {
                var edges = neurons * (neurons - 1) / 2 * percent / 100;

                Assert.Equal(edges, Mask(neurons, edges, seed).EdgeCount);
                Assert.Equal(edges, Layered(neurons, edges, seed).EdgeCount);
                Assert.Equal(Mask(neurons, edges, seed), Mask(neurons, edges, seed));
                Assert.Equal(Layered(neurons, edges, seed), Layered(neurons, edges, seed));
            },
            seed: "0000freenets", iter: 100);

    [Fact]
    public void Other_seeds_give_other_graphs()
    {
        Assert.NotEqual(Mask(30, 200, 1), Mask(30, 200, 2));
        Assert.NotEqual(Layered(30, 200, 1), Layered(30, 200, 2));
    }

    [Fact]
    public void Layers_bound_the_depth_where_a_uniform_mask_is_deep()
    {
        // Ten layers of 100 neurons: at most nine edges in a row.
        Assert.InRange(Layered(100, 3000, 1).Depth(), 2, 9);
        Assert.InRange(Mask(100, 3000, 1).Depth(), 30, 99);
    }

    [Fact]
    public void Every_edge_is_about_equally_likely()
    {
        var counts = new int[6 * 6];
        for (var seed = 0; seed < 600; seed++)
        {
            foreach (var (i, j) in Mask(6, 5, seed).Edges())
            {
                counts[(i * 6) + j]++;
            }
        }

        // 5 of 15 edges, 600 times: 200 each, standard deviation below 12.
        Assert.All(Ncg.Dense(6).Edges(), edge => Assert.InRange(counts[(edge.Target * 6) + edge.Source], 140, 260));
    }

    [Fact]
    public void More_edges_than_there_are_cannot_be_chosen() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Mask(4, 7, 1));

    private static Ncg Mask(int neurons, int edges, int seed)
    {
        using var generator = new Generator(unchecked((ulong)seed));
        return RandomGraphs.Mask(neurons, edges, generator);
    }

    private static Ncg Layered(int neurons, int edges, int seed)
    {
        using var generator = new Generator(unchecked((ulong)seed));
        return RandomGraphs.Layered(neurons, edges, generator);
    }
}
