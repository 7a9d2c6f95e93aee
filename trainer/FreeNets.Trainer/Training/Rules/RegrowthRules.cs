using FreeNets.Model;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Search.Budgets;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training.Rules;

/// <summary>What SET and RigL share: the edges with the smallest |w| make room for as many others.</summary>
internal static class Regrowth
{
    /// <summary>The graph without its <paramref name="count"/> edges of smallest |w|; ties fall in the order of edges.</summary>
    public static Ncg WithoutSmallest(Ncg graph, float[,] weights, int count) => RandomGraphs.OfEdges(
        graph.Neurons,
        graph.Edges().OrderBy(edge => Math.Abs(weights[edge.Target, edge.Source])).Skip(count));

    /// <summary>Edges of which so many can be exchanged: at most as many as were absent before.</summary>
    public static int CountOf(Ncg graph, Pattern pattern, double fraction) =>
        Math.Min((int)Math.Round(fraction * graph.EdgeCount), pattern.Edges.EdgeCount - graph.EdgeCount);

    /// <summary>
    /// The graph with the first of <paramref name="candidates"/> that the pattern has room for, up to so many edges in all.
    /// </summary>
    public static Ncg Filled(Ncg graph, Pattern pattern, IEnumerable<(int Target, int Source)> candidates, int edges) =>
        graph.Or(RandomGraphs.OfEdges(graph.Neurons, pattern.WithinCap(graph, candidates).Take(edges - graph.EdgeCount)));
}

/// <summary>
/// SET: after each epoch, the fraction ζ = 0.3 of the edges with the smallest |w| is exchanged for as many absent edges, drawn
/// uniformly. An edge comes with the weight that waits for it: its first draw, or the one it left with.
/// </summary>
internal sealed class SetRule(WeightTrainer trainer, SearchSpan span, Pattern pattern, Generator generator) : GraphRule, IDisposable
{
    private const double Zeta = 0.3;

    /// <inheritdoc/>
    public override Ncg? Update(Ncg graph, TrainedStep taken)
    {
        if (!span.EndsEpoch(taken.Progress.Step))
        {
            return null;
        }

        var kept = Regrowth.WithoutSmallest(graph, trainer.CascadeWeights(), Regrowth.CountOf(graph, pattern, Zeta));
        var drawn = RandomGraphs.Shuffled(pattern.Edges.AndNot(graph), generator);

        // Where caps leave no room for enough of them, edges stay.
        return Regrowth.Filled(kept, pattern, drawn.Concat(graph.AndNot(kept).Edges()), graph.EdgeCount);
    }

    /// <inheritdoc/>
    public void Dispose() => generator.Dispose();
}

/// <summary>
/// RigL: every 100 steps, the fraction α/2 (1 + cos πt), α = 0.3, of the edges with the smallest |w| is exchanged for the absent
/// edges with the largest gradient |∂loss/∂w| on the batch; these start at 0. An edge that just went may come back.
/// </summary>
internal sealed class RiglRule(WeightTrainer trainer, SearchSpan span, Pattern pattern) : GraphRule
{
    private const double Alpha = 0.3;
    private const int Every = 100;

    /// <inheritdoc/>
    public override Ncg? Update(Ncg graph, TrainedStep taken)
    {
        if (taken.Progress.Step % Every != 0)
        {
            return null;
        }

        var fraction = Alpha / 2 * (1 + Math.Cos(Math.PI * span.Fraction(taken.Progress.Step)));
        var kept = Regrowth.WithoutSmallest(graph, trainer.CascadeWeights(), Regrowth.CountOf(graph, pattern, fraction));
        var gradient = trainer.DenseCascadeGradient(taken.Inputs, taken.Wanted);
        var absent = pattern.Edges.AndNot(kept).Edges().OrderByDescending(edge => Math.Abs(gradient[edge.Target, edge.Source]));
        var next = Regrowth.Filled(kept, pattern, absent, graph.EdgeCount);
        trainer.ZeroCascadeWeights(next.AndNot(graph));
        return next;
    }
}
