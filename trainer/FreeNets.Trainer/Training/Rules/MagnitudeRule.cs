using FreeNets.Model;
using FreeNets.Trainer.Search;

namespace FreeNets.Trainer.Training.Rules;

/// <summary>
/// Gradual magnitude pruning: of m edges at the start, N + (m − N)(1 − t)³ are left when t of the span is done, those with
/// the largest |w|; an edge that is gone stays gone.
/// </summary>
internal sealed class MagnitudeRule(WeightTrainer trainer, SearchSpan span, int edges) : GraphRule
{
    // As in the paper's experiments, which prune every 100 steps or more.
    private const int Every = 100;

    private int _atStart = -1;

    /// <inheritdoc/>
    public override Ncg? Update(Ncg graph, TrainedStep taken)
    {
        if (_atStart < 0)
        {
            _atStart = graph.EdgeCount;
        }

        if (taken.Progress.Step % Every != 0 && taken.Progress.Step != span.Steps)
        {
            return null;
        }

        var left = 1 - span.Fraction(taken.Progress.Step);
        var keep = edges + (int)Math.Round((_atStart - edges) * left * left * left);
        var weights = trainer.CascadeWeights();
        var kept = graph.Edges()
            .OrderByDescending(edge => Math.Abs(weights[edge.Target, edge.Source]))
            .Take(keep);
        return RandomGraphs.OfEdges(graph.Neurons, kept);
    }
}
