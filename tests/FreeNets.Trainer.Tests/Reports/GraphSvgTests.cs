using System.Xml.Linq;
using FreeNets.Model;
using FreeNets.Trainer.Reports.Graphs;

namespace FreeNets.Trainer.Tests.Reports;

public sealed class GraphSvgTests
{
    [Fact]
    public void A_neurons_depth_is_its_longest_path()
    {
        // 0 → 1 → 3, 0 → 3, and 2 alone.
        var graph = Ncg.FromPredicate(4, static (target, source) => (target, source) is (1, 0) or (3, 1) or (3, 0));

        Assert.Equal([0, 1, 0, 2], DepthSvg.Depths(graph));
    }

    [Fact]
    public void The_graph_shows_every_neuron_and_every_edge()
    {
        var svg = XDocument.Parse(DepthSvg.Draw(Ncg.Dense(20)));

        Assert.Equal(20, svg.Descendants().Count(static element => element.Name.LocalName == "circle"));
        Assert.Equal(190, svg.Descendants().Count(static element => element.Name.LocalName == "path"));
    }

    [Fact]
    public void The_matrix_covers_each_edge_once()
    {
        var graph = Ncg.FromPredicate(9, static (target, source) => (target + source) % 3 != 0);
        var before = Ncg.Dense(9);

        var paths = XDocument.Parse(MatrixSvg.Draw(graph, before)).Descendants()
            .Where(static element => element.Name.LocalName == "path");

        Assert.Equal([9 * 8 / 2 - graph.EdgeCount, 0, graph.EdgeCount], paths.Select(Area));
    }

    [Fact]
    public void Graphs_without_edges_or_with_one_neuron_can_be_drawn()
    {
        var svg = XDocument.Parse(DepthSvg.Draw(Ncg.Empty(3)));

        Assert.Equal(3, svg.Descendants().Count(static element => element.Name.LocalName == "circle"));
        Assert.NotNull(XDocument.Parse(MatrixSvg.Draw(Ncg.Empty(1), Ncg.Dense(1))));
    }

    private static int Area(XElement path) => path.Attribute("d")!.Value.Split('M', StringSplitOptions.RemoveEmptyEntries)
        .Sum(static run => int.Parse(run.Split('h', 'v')[1], System.Globalization.CultureInfo.InvariantCulture));
}
