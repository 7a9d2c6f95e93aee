using FreeNets.Model;
using FreeNets.Trainer.Search;

namespace FreeNets.Trainer.Tests.Search;

public sealed class GraphMeasuresTests
{
    [Fact]
    public void Depth_counts_the_edges_of_the_longest_path()
    {
        Assert.Equal(0, Ncg.Empty(4).Depth());
        Assert.Equal(3, Ncg.Dense(4).Depth());
        Assert.Equal(1, Ncg.FromPredicate(4, static (_, j) => j == 0).Depth());
        Assert.Equal(2, RandomGraphs.OfEdges(4, [(2, 0), (3, 1), (3, 2)]).Depth());
    }

    [Fact]
    public void Agreement_is_the_index_of_Jaccard()
    {
        var a = RandomGraphs.OfEdges(3, [(1, 0), (2, 0)]);
        var b = RandomGraphs.OfEdges(3, [(1, 0), (2, 1)]);

        Assert.Equal(1.0 / 3, GraphMeasures.Agreement(a, b));
        Assert.Equal(1, GraphMeasures.Agreement(a, a));
        Assert.Equal(1, GraphMeasures.Agreement(Ncg.Empty(3), Ncg.Empty(3)));
        Assert.Equal(0, GraphMeasures.Agreement(a, Ncg.Empty(3)));
    }
}
