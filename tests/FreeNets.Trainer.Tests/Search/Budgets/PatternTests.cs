using FreeNets.Trainer.Search;
using FreeNets.Trainer.Search.Budgets;
using FreeNets.Trainer.Training;
using FreeNets.Trainer.Training.Budgets;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Tests.Search.Budgets;

public sealed class PatternTests
{
    [Fact]
    public void Levels_are_equal_blocks_without_edges_inside()
    {
        var pattern = Of(12, new Budget(10) { Levels = 3 });

        Assert.Equal(3 * 16, pattern.Edges.EdgeCount);
        Assert.All(pattern.Edges.Edges(), static edge => Assert.True(edge.Target / 4 > edge.Source / 4));
        Assert.True(pattern.IsOpen);
    }

    [Fact]
    public void Layers_are_joined_each_to_the_next_and_only_the_ends_to_inputs_and_outputs()
    {
        using var scope = NewDisposeScope();
        var options = new TrainingOptions { Method = Method.Layered, Layers = [3, 2, 4], Neurons = 9 };
        var pattern = Patterns.Of(options, 9);

        Assert.Equal((3 * 2) + (2 * 4), pattern.Edges.EdgeCount);
        Assert.True(pattern.Edges[3, 2] && pattern.Edges[5, 4]);
        Assert.False(pattern.Edges[5, 2] || pattern.Edges[1, 0]);
        Assert.Equal([1, 1, 1, 0, 0, 0, 0, 0, 0], pattern.Encoder(1).data<float>().ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 1], pattern.Decoder(1).data<float>().ToArray());
        Assert.Equal((3 * 7) + 14 + (2 * 4), pattern.Room(7, 2));
        Assert.Equal(pattern.Room(7, 2), pattern.Count(7, 2));
    }

    [Fact]
    public void Room_is_what_caps_leave()
    {
        var pattern = Of(8, new Budget(10) { InputCap = new Cap(2, 5), EdgeCap = new Cap(1, 4) });

        // 7 inputs are a window of 5 and one of 2; neurons 1 to 4 have one window before them, 5 to 7 have two.
        Assert.Equal(8 * 4, pattern.Room(7, 3) - pattern.RoomOfEdges - (3 * 8));
        Assert.Equal(4 + (2 * 3), pattern.RoomOfEdges);
        Assert.Equal((8 * 7) + 28 + (3 * 8), pattern.Count(7, 3));
    }

    [Fact]
    public void A_window_that_is_full_takes_no_edge_more()
    {
        var pattern = Of(4, new Budget(10) { EdgeCap = new Cap(2, 2) });
        var kept = RandomGraphs.OfEdges(4, [(3, 0)]);

        Assert.Equal([(3, 1), (3, 2)], Of(4, new Budget(10) { EdgeCap = new Cap(2, 2) }).WithinCap(kept, [(3, 1), (3, 2)]));
        Assert.Equal([(3, 2)], Of(4, new Budget(10) { EdgeCap = new Cap(1, 2) }).WithinCap(kept, [(3, 1), (3, 2)]));
        Assert.Equal(6, pattern.RoomOfEdges);
    }

    [Theory]
    [InlineData("2/28")]
    [InlineData("28/28")]
    public void A_cap_is_read_as_it_is_written(string text) => Assert.Equal(text, Cap.Parse(text)?.ToString());

    [Theory]
    [InlineData("0/28")]
    [InlineData("29/28")]
    [InlineData("2")]
    [InlineData("2/28/3")]
    [InlineData("-1/2")]
    [InlineData("2/99999999")]
    [InlineData("")]
    public void Anything_else_is_no_cap(string text) => Assert.Null(Cap.Parse(text));

    private static Pattern Of(int neurons, Budget budget) =>
        Patterns.Of(new TrainingOptions { Neurons = neurons, Budget = budget }, neurons);
}
