using FreeNets.Trainer.Search;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training.Rules;

/// <summary>How edges from inputs to neurons are chosen.</summary>
public enum InputPruning
{
    /// <summary>All stay: the paper's FreeNet.</summary>
    None,

    /// <summary>FreeEvolve's rule, with an input active where its raw value is not 0: <see cref="InputEvolution"/>.</summary>
    Freeevolve,

    /// <summary>Gradual pruning to a given density of the weights that carry least: <see cref="GradualPruning"/>.</summary>
    Magnitude,
}

/// <summary>Changes a mask of weights between two steps of the training.</summary>
public abstract class WeightRule
{
    /// <summary>After a step of the first round.</summary>
    /// <param name="taken">The step; its tensors live until this returns.</param>
    public abstract void AfterStep(TrainedStep taken);
}

/// <summary>
/// Gradual magnitude pruning (Zhu and Gupta, 2017): when t of the span is done, the density is D + (1 − D)(1 − t)³; the weights with
/// the largest |w_ip| · ‖x_p‖₂ stay, and one that is gone stays gone.
/// </summary>
/// <remarks>
/// What a weight carries is its product with its input, so |w| alone would keep the untrained weights of pixels that are nearly
/// always 0; the factor is that of Wanda (Sun et al., 2023).
/// </remarks>
/// <param name="weights">[rows, inputs].</param>
/// <param name="inputNorms">‖x_p‖₂ over the training data up to a common factor, [inputs], or null for |w| alone.</param>
/// <param name="density">D, in (0, 1].</param>
/// <param name="span">When pruning happens.</param>
public sealed class GradualPruning(MaskedWeights weights, Tensor? inputNorms, double density, SearchSpan span) : WeightRule
{
    /// <summary>The part of the training after which all is pruned, so that what is left has the time to make up for it.</summary>
    public const double End = 0.5;

    private const int Every = 100;

    // Before that, weights are still mostly their first draw.
    private const double Start = 0.1;

    /// <inheritdoc/>
    public override void AfterStep(TrainedStep taken)
    {
        var step = taken.Progress.Step;
        var fraction = (span.Fraction(step) - Start) / (1 - Start);
        if (step > span.Steps || fraction < 0 || (step % Every != 0 && step != span.Steps))
        {
            return;
        }

        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        var left = 1 - fraction;
        var keep = (long)Math.Round((density + ((1 - density) * left * left * left)) * weights.Weights.numel());
        var score = inputNorms is null ? weights.Weights.abs() : weights.Weights.abs() * inputNorms;

        // Masked weights are 0, so none comes back before all live ones are kept.
        var kept = score.view(-1).topk((int)keep).indexes;
        weights.Apply(zeros_like(weights.Mask).view(-1).index_fill_(0, kept, 1).view_as(weights.Mask).mul(weights.Mask));
    }
}

/// <summary>FreeEvolve's rule on the edges from inputs to neurons, after each epoch of the span.</summary>
/// <remarks>
/// Input p is active where its raw value is not 0, neuron i where h_i &gt; 0. Over n samples, the edge p → i is pruned when both are
/// inactive on more than (1 − ε) n of them, and comes back, with the weight it had, when both are active on more than (1 − ε) n.
/// </remarks>
public sealed class InputEvolution(MaskedWeights weights, WeightTrainer trainer, double epsilon, SearchSpan span) : WeightRule
{
    /// <inheritdoc/>
    public override void AfterStep(TrainedStep taken)
    {
        if (taken.Progress.Step > span.Steps || !span.EndsEpoch(taken.Progress.Step))
        {
            return;
        }

        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        var (active, inactive, samples) = trainer.MeasureInputs();
        weights.Apply(Update(weights.Mask, active, inactive, FreeEvolve.Threshold(epsilon, samples)));
    }

    /// <summary>The next mask: (G ∧ ¬Prune) ∨ (Aug ∧ ¬Prune).</summary>
    /// <param name="mask">G as 0 and 1, [k, inputs].</param>
    /// <param name="active">Samples on which both are active, [k, inputs].</param>
    /// <param name="inactive">Samples on which neither is.</param>
    /// <param name="often">More than this is often.</param>
    public static Tensor Update(Tensor mask, Tensor active, Tensor inactive, long often)
    {
        using var scope = NewDisposeScope();
        var next = mask.gt(0).logical_or(active.gt(often)).logical_and(inactive.le(often));
        return next.to_type(mask.dtype).MoveToOuterDisposeScope();
    }
}
