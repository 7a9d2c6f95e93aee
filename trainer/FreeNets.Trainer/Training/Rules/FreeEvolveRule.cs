using FreeNets.Model;
using FreeNets.Trainer.Search;

namespace FreeNets.Trainer.Training.Rules;

/// <summary>FreeEvolve while the weights are trained: every few steps on the latest batches, or once an epoch on the data.</summary>
internal sealed class FreeEvolveRule : GraphRule
{
    private readonly TrainingOptions _options;
    private readonly WeightTrainer _trainer;
    private readonly SearchSpan _span;
    private readonly SlidingWindow? _window;
    private readonly int _every;
    private readonly int _batches;

    public FreeEvolveRule(TrainingOptions options, WeightTrainer trainer, SearchSpan span)
    {
        (_options, _trainer, _span) = (options, trainer, span);
        _every = options.UpdateEvery == 0 ? span.StepsPerEpoch : options.UpdateEvery;
        if (options.SourceOf() == StatisticsSource.Window)
        {
            _batches = options.Window == 0 ? _every : options.Window;
            _window = new SlidingWindow(trainer.Module.Architecture.Neurons, _batches);
        }
    }

    /// <inheritdoc/>
    public override Ncg? Update(Ncg graph, TrainedStep taken)
    {
        var sinceUpdate = taken.Progress.Step % _every;
        if (sinceUpdate == 0 || _every - sinceUpdate < _batches)
        {
            // Earlier batches would have left the window by the next update.
            _window?.Add(taken.Activations);
        }

        if (sinceUpdate != 0)
        {
            return null;
        }

        var statistics = _window?.Sum ?? _trainer.Measure(_options.SourceOf());
        var fraction = _span.Fraction(taken.Progress.Step);
        return FreeEvolve.Update(graph, statistics, _options.PruneEpsilon.At(fraction), _options.AugmentEpsilon.At(fraction)).Next;
    }
}
