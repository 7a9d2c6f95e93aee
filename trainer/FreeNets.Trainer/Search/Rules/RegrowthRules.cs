using FreeNets.Model;
using FreeNets.Trainer.Training;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Search.Rules;

/// <summary>What SET and RigL share: the edges with the smallest |w| make room for as many others.</summary>
internal static class Regrowth
{
    /// <summary>The graph without its <paramref name="count"/> edges of smallest |w|; ties fall in the order of edges.</summary>
    public static Ncg WithoutSmallest(Ncg graph, float[,] weights, int count) => RandomGraphs.OfEdges(
        graph.Neurons,
        graph.Edges().OrderBy(edge => Math.Abs(weights[edge.Target, edge.Source])).Skip(count));

    /// <summary>Edges of which so many can be exchanged: at most as many as were absent before.</summary>
    public static int CountOf(Ncg graph, double fraction) =>
        Math.Min((int)Math.Round(fraction * graph.EdgeCount), graph.MaxEdges - graph.EdgeCount);
}

/// <summary>
/// SET: after each epoch, the fraction ζ = 0.3 of the edges with the smallest |w| is exchanged for as many absent edges, drawn
/// uniformly. An edge comes with the weight that waits for it: its first draw, or the one it left with.
/// </summary>
internal sealed class SetRule(WeightTrainer trainer, SearchSpan span, Generator generator) : GraphRule, IDisposable
{
    private const double Zeta = 0.3;

    /// <inheritdoc/>
    public override Ncg? Update(Ncg graph, TrainedStep taken)
    {
        if (!span.EndsEpoch(taken.Progress.Step))
        {
            return null;
        }

        var count = Regrowth.CountOf(graph, Zeta);
        var kept = Regrowth.WithoutSmallest(graph, trainer.CascadeWeights(), count);
        var absent = Ncg.Dense(graph.Neurons).AndNot(graph);
        return kept.Or(RandomGraphs.Choose(absent, count, generator));
    }

    /// <inheritdoc/>
    public void Dispose() => generator.Dispose();
}

/// <summary>
/// RigL: every 100 steps, the fraction α/2 (1 + cos πt), α = 0.3, of the edges with the smallest |w| is exchanged for the absent
/// edges with the largest gradient |∂loss/∂w| on the batch; these start at 0. An edge that just went may come back.
/// </summary>
internal sealed class RiglRule(WeightTrainer trainer, SearchSpan span) : GraphRule
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
        var kept = Regrowth.WithoutSmallest(graph, trainer.CascadeWeights(), Regrowth.CountOf(graph, fraction));
        var gradient = trainer.DenseCascadeGradient(taken.Pixels, taken.Labels);
        var grown = RandomGraphs.OfEdges(graph.Neurons, Ncg.Dense(graph.Neurons).AndNot(kept).Edges()
            .OrderByDescending(edge => Math.Abs(gradient[edge.Target, edge.Source]))
            .Take(graph.EdgeCount - kept.EdgeCount));
        trainer.ZeroCascadeWeights(grown.AndNot(graph));
        return kept.Or(grown);
    }
}
