using FreeNets.Model;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Training;
using FreeNets.Trainer.Training.Rules;

namespace FreeNets.Trainer.Tests.Search;

/// <summary>Updates between steps, on scripted graphs: 5 epochs of 4 steps, of which the first 3 may change the graph.</summary>
public sealed class InterleavingTests
{
    private static readonly Ncg s_dense = Ncg.Dense(3);
    private static readonly Ncg s_empty = Ncg.Empty(3);
    private static readonly Ncg s_half = Ncg.FromPredicate(3, static (_, j) => j == 0);

    private readonly List<Round> _rounds = [];
    private readonly List<UpdateReport> _updates = [];

    [Fact]
    public void The_last_part_has_a_fixed_graph()
    {
        var asked = new List<int>();
        var search = Run(step =>
        {
            asked.Add(step);
            return null;
        });

        Assert.Equal(Enumerable.Range(1, 12), asked);
        Assert.Equal((s_dense, 3, Ending.FixedPoint), (search.Graph, search.Rounds, search.Ending));
        Assert.Empty(_updates);
    }

    [Fact]
    public void A_round_is_an_epoch_of_updates()
    {
        // Step 1 prunes one edge, step 2 the others, step 6 adds two; the third epoch changes nothing.
        var search = Run(static step => step switch { 1 => s_half, 2 => s_empty, 6 => s_half, _ => null });

        Assert.Equal(
            [
                new Round(1, 3, 0, 0, 0, 0, null),
                new Round(2, 0, 2, 2, 1, 0, null),
                new Round(3, 0, 0, 2, 1, 1, Ending.FixedPoint),
            ],
            _rounds);
        Assert.Equal(
            [new UpdateReport(1, 1, 1, 0, 2), new UpdateReport(2, 1, 2, 0, 0), new UpdateReport(6, 2, 0, 2, 2)],
            _updates);
        Assert.Equal(s_half, search.Graph);
    }

    [Fact]
    public void A_search_that_still_finds_new_graphs_has_reached_the_limit() =>
        Assert.Equal(Ending.Limit, Run(static step => step == 12 ? s_half : null).Ending);

    [Fact]
    public void A_search_among_graphs_that_were_there_before_goes_in_circles() =>
        Assert.Equal(Ending.Cycle, Run(static step => step % 2 == 0 ? s_dense : s_empty).Ending);

    [Fact]
    public void Patience_asks_for_more_rounds_without_a_change()
    {
        Assert.Equal(Ending.FixedPoint, Run(static step => step == 4 ? s_half : null, patience: 2).Ending);
        Assert.Equal(Ending.Limit, Run(static step => step == 5 ? s_half : null, patience: 2).Ending);
    }

    [Fact]
    public void Updates_are_told_about_100_times_an_epoch()
    {
        var span = new SearchSpan(1000, 1000);
        var search = new Interleaving(s_dense, new Script(static step => step % 2 == 0 ? s_dense : s_empty), span, 1, _updates.Add, null);
        for (var step = 1; step <= 1000; step++)
        {
            search.AfterStep(Step(step, epoch: 1));
        }

        Assert.Equal(100, _updates.Count);
        Assert.All(_updates, static update => Assert.Equal((15, 15, 3), (update.Pruned, update.Added, update.LiveEdges)));
    }

    private static TrainedStep Step(int step, int epoch) => new(new StepProgress(0, epoch, 5, step, 20), null!, null!, null!);

    private Interleaving Run(Func<int, Ncg?> script, int patience = 1)
    {
        var search = new Interleaving(s_dense, new Script(script), new SearchSpan(12, 4), patience, _updates.Add, _rounds.Add);
        for (var step = 1; step <= 20; step++)
        {
            search.AfterStep(Step(step, ((step - 1) / 4) + 1));
        }

        return search;
    }

    private sealed class Script(Func<int, Ncg?> script) : GraphRule
    {
        public override Ncg? Update(Ncg graph, TrainedStep taken) => script(taken.Progress.Step);
    }
}
