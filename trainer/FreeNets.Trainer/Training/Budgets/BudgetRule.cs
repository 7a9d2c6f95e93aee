using FreeNets.Model;
using FreeNets.Trainer.Search.Budgets;
using FreeNets.Trainer.Training.Rules;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training.Budgets;

/// <summary>The live weights after a ranking.</summary>
/// <param name="Step">The step it came after, from 1.</param>
/// <param name="Epoch">Its epoch, from 1.</param>
/// <param name="Target">How many weights were to live.</param>
/// <param name="Encoder">Those of the encoder.</param>
/// <param name="Edges">Those of the graph.</param>
/// <param name="Decoder">Those of the decoder.</param>
/// <param name="Returned">Those of all three that had been cut before.</param>
public sealed record BudgetReport(int Step, int Epoch, long Target, long Encoder, long Edges, long Decoder, long Returned);

/// <summary>
/// One budget for the whole network: every so many steps, the N(t) weights of encoder, graph and decoder with the largest scores live
/// on, and N(t) falls from all to N. What is cut keeps its value and its place in the ranking, so it can come back until the end.
/// </summary>
/// <remarks>
/// A rule of the graph may work beside it. Where the ranking chooses the edges (FreeEvolve), that rule decides which edges take part.
/// Where the method has a number of edges of its own (a random mask, SET, RigL), all of them live, and the ranking fills what they
/// leave of the budget.
/// </remarks>
internal sealed class BudgetRule(
    Budget budget, Pattern pattern, Ncg start, BudgetedWeights weights, GraphRule? beside, bool ranksEdges, SearchSpan span,
    Action<BudgetReport>? report)
    : GraphRule, IDisposable
{
    private const int LeastRankings = 50;

    // A short training, too, loses its weights little by little.
    private readonly int _every = Math.Clamp(span.Steps / LeastRankings, 1, budget.Every);

    private Ncg _candidates = start;

    /// <inheritdoc/>
    public override Ncg? Update(Ncg graph, TrainedStep taken)
    {
        weights.Observe(taken);
        var next = beside?.Update(ranksEdges ? _candidates : graph, taken);
        if (ranksEdges && next is not null)
        {
            _candidates = next.And(pattern.Edges);
            next = graph.And(_candidates);
        }

        return IsDue(taken.Progress.Step) ? Rank(next ?? graph, graph, taken.Progress) : next;
    }

    /// <inheritdoc/>
    public void Dispose() => (beside as IDisposable)?.Dispose();

    private bool IsDue(int step) => step == span.Steps || (step % _every == 0 && Done(step) > budget.Start);

    /// <summary>How much of the whole training is done after a step.</summary>
    private double Done(int step) => budget.End * span.Fraction(step);

    private Ncg Rank(Ncg graph, Ncg before, StepProgress progress)
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        var done = Done(progress.Step);
        var (fixedEdges, chosenFrom) = ranksEdges ? (0, _candidates) : (graph.EdgeCount, Ncg.Empty(graph.Neurons));
        var target = (long)Math.Round(budget.Fall(weights.Count, budget.Weights, done));
        var (encoder, cascade, decoder) = weights.Scores(chosenFrom, budget.Score);
        var masks = Ranking.Largest(
            Math.Max(0, target - fixedEdges),
            Capped(encoder, pattern.InputCap, done),
            Capped(cascade, pattern.EdgeCap, done),
            decoder);
        var after = ranksEdges ? GraphMask.ToGraph(masks[1]) : graph;
        var returned = weights.Apply(masks[0], masks[2]) + after.AndNot(before).EdgeCount;
        report?.Invoke(new BudgetReport(
            progress.Step, progress.Epoch, target, Ones(masks[0]), after.EdgeCount, Ones(masks[2]), returned));
        return after;
    }

    private Tensor Capped(Tensor scores, Cap? cap, double done) => cap is { } given
        ? Ranking.WithinWindows(scores, given.Of, (int)Math.Round(budget.Fall(given.Of, given.Most, done)))
        : scores;

    private static long Ones(Tensor mask) => (long)mask.sum(ScalarType.Float64).item<double>();
}
