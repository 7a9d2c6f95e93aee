using FreeNets.Model;
using FreeNets.Trainer.Kernels;
using FreeNets.Trainer.Networks;
using FreeNets.Trainer.Search.Budgets;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training.Budgets;

/// <summary>The three matrices that share a budget, and how strong the sources of their weights are.</summary>
/// <param name="module">The network.</param>
/// <param name="pattern">What may live.</param>
/// <param name="encoder">The encoder's weights, masked.</param>
/// <param name="decoder">The decoder's.</param>
/// <param name="inputs">Root mean square of each normalised input over the training data, [inputs].</param>
internal sealed class BudgetedWeights(
    FreeNetModule module, Pattern pattern, MaskedWeights encoder, MaskedWeights decoder, Tensor inputs) : IDisposable
{
    private const int ObserveEvery = 10;

    // Above it, a dense product is as quick.
    private const double SparseBelow = 0.25;

    // About the last hundred steps.
    private const double Memory = 0.9;

    // An input that is never on in the training data may be elsewhere: its weights rank last, by their size.
    private const double Faintest = 1e-3;

    private readonly Tensor _inputs = inputs.clamp_min(Faintest);
    private readonly Tensor _encoderCandidates = pattern.Encoder(module.Architecture.Inputs);
    private readonly Tensor _decoderCandidates = pattern.Decoder(module.Architecture.Outputs);
    private Tensor? _meanSquares;

    /// <summary>Weights that may live, each by itself.</summary>
    public long Count { get; } = pattern.Count(module.Architecture.Inputs, module.Architecture.Outputs);

    /// <summary>Takes in how active the neurons were in a step.</summary>
    public void Observe(TrainedStep taken)
    {
        if (taken.Progress.Step % ObserveEvery != 0)
        {
            return;
        }

        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        var squares = taken.Activations.square().mean([1]);
        if (_meanSquares is null)
        {
            _meanSquares = scope.Detach(squares);
        }
        else
        {
            _meanSquares.mul_(Memory).add_(squares, alpha: 1 - Memory);
        }
    }

    /// <summary>
    /// The scores of all weights that may live, cut or not, as <see cref="Ranking"/> takes them. The caller's scope owns them.
    /// </summary>
    /// <param name="edges">The edges that take part.</param>
    /// <param name="score">What the ranking goes by.</param>
    public (Tensor Encoder, Tensor Cascade, Tensor Decoder) Scores(Ncg edges, BudgetScore score)
    {
        var neurons = _meanSquares?.sqrt() ?? ones(module.Architecture.Neurons);
        return (
            Ranking.Among(Score(encoder.Values(), _inputs), _encoderCandidates),
            Ranking.Among(Score(module.Cascade, neurons), GraphMask.Of(edges)),
            Ranking.Among(Score(decoder.Values(), neurons), _decoderCandidates));

        Tensor Score(Tensor weights, Tensor sources) =>
            score == BudgetScore.Magnitude ? weights.detach().abs() : weights.detach().abs().mul(sources);
    }

    /// <summary>Cuts and brings back weights of encoder and decoder until these masks hold.</summary>
    /// <returns>How many came back.</returns>
    public long Apply(Tensor encoderMask, Tensor decoderMask)
    {
        var returned = encoderMask.gt(encoder.Mask).sum().item<long>() + decoderMask.gt(decoder.Mask).sum().item<long>();
        encoder.Apply(encoderMask);
        decoder.Apply(decoderMask);
        module.SparseEncoder = LiveEncoder();
        return returned;
    }

    private CascadeEdges? LiveEncoder()
    {
        var (neurons, inputs) = (module.Architecture.Neurons, module.Architecture.Inputs);
        var mask = encoder.Mask.Floats();
        var live = new List<(int Target, int Source)>();
        for (var i = 0; i < mask.Length; i++)
        {
            if (mask[i] != 0)
            {
                live.Add((i / inputs, i % inputs));
            }
        }

        return live.Count < SparseBelow * mask.Length ? new CascadeEdges(neurons, inputs, live) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inputs.Dispose();
        _encoderCandidates.Dispose();
        _decoderCandidates.Dispose();
        _meanSquares?.Dispose();
    }
}
