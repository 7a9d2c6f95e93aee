using FreeNets.Model;
using FreeNets.Trainer.Training;

namespace FreeNets.Trainer.Search.Rules;

/// <summary>FreeEvolve while the weights are trained: every few steps on the latest batches, or once an epoch on the data.</summary>
internal sealed class FreeEvolveRule : GraphRule
{
    private readonly TrainingOptions _options;
    private readonly WeightTrainer _trainer;
    private readonly SearchSpan _span;
    private readonly SlidingWindow? _window;
    private readonly int _every;

    public FreeEvolveRule(TrainingOptions options, WeightTrainer trainer, SearchSpan span)
    {
        (_options, _trainer, _span) = (options, trainer, span);
        _every = options.UpdateEvery == 0 ? span.StepsPerEpoch : options.UpdateEvery;
        if (options.SourceOf() == StatisticsSource.Window)
        {
            _window = new SlidingWindow(trainer.Module.Architecture.Neurons, options.Window == 0 ? _every : options.Window);
        }
    }

    /// <inheritdoc/>
    public override Ncg? Update(Ncg graph, TrainedStep taken)
    {
        _window?.Add(taken.Activations);
        if (taken.Progress.Step % _every != 0)
        {
            return null;
        }

        var statistics = _window?.Sum ?? _trainer.Measure(_options.SourceOf());
        var fraction = _span.Fraction(taken.Progress.Step);
        var update = FreeEvolve.Update(graph, statistics, _options.PruneEpsilon.At(fraction), _options.AugmentEpsilon.At(fraction));
        FreeEvolve.AssertTheorem2(graph, update);
        return update.Next;
    }
}
