using FreeNets.Model;
using FreeNets.Trainer.Search;

namespace FreeNets.Trainer.Tests.Search;

/// <summary>The search on scripted statistics: training only notes the graph it is given.</summary>
public sealed class AlternationTests
{
    private static readonly bool[] s_silent = [false, false, false];
    private static readonly bool[] s_active = [true, true, true];
    private static readonly bool[] s_onlyTheFirst = [true, false, false];

    private readonly List<Ncg> _trained = [];
    private readonly List<Round> _rounds = [];

    [Fact]
    public void A_graph_that_stays_is_a_fixed_point_and_is_not_trained_again()
    {
        var evolution = Run(maxRounds: 5, static _ => s_active);

        Assert.Equal(new Evolution(Ncg.Dense(3), 1, Ending.FixedPoint), evolution);
        Assert.Equal([Ncg.Dense(3)], _trained);
        Assert.Equal([new Round(1, 0, 0, 3, 2, 1, Ending.FixedPoint)], _rounds);
    }

    [Fact]
    public void Patience_trains_and_looks_again_before_a_graph_counts_as_a_fixed_point()
    {
        var evolution = Run(maxRounds: 9, static _ => s_active, patience: 3);

        Assert.Equal(new Evolution(Ncg.Dense(3), 3, Ending.FixedPoint), evolution);
        Assert.Equal([Ncg.Dense(3), Ncg.Dense(3), Ncg.Dense(3)], _trained);
    }

    [Fact]
    public void The_search_goes_on_until_the_graph_stays()
    {
        // Neurons 2 and 3 are silent together, so only their edge goes; the second update finds nothing.
        var evolution = Run(maxRounds: 5, static _ => s_onlyTheFirst);

        var last = Ncg.FromPredicate(3, static (_, j) => j == 0);
        Assert.Equal(new Evolution(last, 2, Ending.FixedPoint), evolution);
        Assert.Equal([Ncg.Dense(3), last], _trained);
        Assert.Equal([new Round(1, 1, 0, 2, 1, 2.0 / 3, null), new Round(2, 0, 0, 2, 1, 1, Ending.FixedPoint)], _rounds);
    }

    [Fact]
    public void A_graph_that_comes_back_ends_the_search_after_its_training()
    {
        var evolution = Run(maxRounds: 9, static graph => graph.EdgeCount == 0 ? s_active : s_silent);

        Assert.Equal(new Evolution(Ncg.Dense(3), 2, Ending.Cycle), evolution);
        Assert.Equal([Ncg.Dense(3), Ncg.Empty(3), Ncg.Dense(3)], _trained);
        Assert.Equal([new Round(1, 3, 0, 0, 0, 0, null), new Round(2, 0, 3, 3, 2, 0, Ending.Cycle)], _rounds);
    }

    [Fact]
    public void The_limit_of_rounds_ends_the_search_after_the_training_of_the_last_graph()
    {
        var evolution = Run(maxRounds: 1, static _ => s_silent);

        Assert.Equal(new Evolution(Ncg.Empty(3), 1, Ending.Limit), evolution);
        Assert.Equal([Ncg.Dense(3), Ncg.Empty(3)], _trained);
        Assert.Equal([new Round(1, 3, 0, 0, 0, 0, Ending.Limit)], _rounds);
    }

    [Fact]
    public void No_round_at_all_only_trains()
    {
        var evolution = Run(maxRounds: 0, static _ => s_silent);

        Assert.Equal(new Evolution(Ncg.Dense(3), 0, Ending.Limit), evolution);
        Assert.Equal([Ncg.Dense(3)], _trained);
        Assert.Empty(_rounds);
    }

    private Evolution Run(int maxRounds, Func<Ncg, bool[]> activityOf, int patience = 1) => Alternation.Run(
        Ncg.Dense(3), maxRounds, patience, _trained.Add,
        (graph, _) => FreeEvolve.Update(graph, Statistics.Of([activityOf(graph)]), 0.25, 0.25), _rounds.Add);
}
