using FreeNets.Trainer.Networks;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training;

/// <summary>
/// When a round ends before its last epoch: the loss falls no more, or the samples held out for validation gain nothing more. Then the
/// weights that were best on those come back.
/// </summary>
/// <param name="module">The network being trained.</param>
/// <param name="options">The patience with each; 0 for any number of epochs.</param>
/// <param name="firstStep">The step from which on validation counts: before it the graph still changes.</param>
internal sealed class Stopping(FreeNetModule module, TrainingOptions options, int firstStep) : IDisposable
{
    private double _lowest = double.PositiveInfinity;
    private double _highest = double.NegativeInfinity;
    private int _sinceLowest;
    private int _sinceHighest;
    private Tensor[] _best = [];

    private Tensor[] Weights => [module.Encoder, module.EncoderBias, module.Cascade, module.Decoder, module.DecoderBias];

    /// <summary>Takes in an epoch.</summary>
    /// <param name="step">Its last step.</param>
    /// <param name="loss">Its loss.</param>
    /// <param name="validation">How good the network is on the samples held out, or null where there are none.</param>
    /// <returns>Whether the round ends.</returns>
    public bool After(int step, double loss, Score? validation)
    {
        (_lowest, _sinceLowest) = loss < _lowest ? (loss, 0) : (_lowest, _sinceLowest + 1);
        if (options.ValidationPatience > 0 && step >= firstStep && validation is { } score)
        {
            var value = score.Accuracy ?? score.RSquared!.Value;
            _sinceHighest++;
            if (value > _highest)
            {
                (_highest, _sinceHighest) = (value, 0);
                Keep();
            }
        }

        return (options.LossPatience > 0 && _sinceLowest >= options.LossPatience)
            || (options.ValidationPatience > 0 && _sinceHighest >= options.ValidationPatience);
    }

    /// <summary>The weights that were best on the samples held out, where any were kept.</summary>
    public void Restore()
    {
        using var untracked = no_grad();
        foreach (var (weights, best) in Weights.Zip(_best))
        {
            weights.copy_(best);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_best, static weights => weights.Dispose());

    private void Keep()
    {
        using var untracked = no_grad();
        Dispose();
        _best = Array.ConvertAll(Weights, static weights => weights.detach().clone());
    }
}
