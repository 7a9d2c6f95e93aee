using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training;

/// <summary>AdamW (Loshchilov and Hutter, 2019) that leaves masked weights alone.</summary>
/// <remarks>
/// With mask M, all bits 1 where a parameter has none, at step t:
/// <code>
/// m += M (1 − β₁)(g − m)        v += M (1 − β₂)(g² − v)
/// p −= M η (m̂ / (√v̂ + ϵ) + λ p)      m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)
/// </code>
/// TorchSharp's own would let moments and weight decay move the weights of pruned edges, which have to wait unchanged.
/// </remarks>
public sealed class MaskedAdamW : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Tiny = 1e-8;

    private readonly List<Slot> _slots = [];
    private int _step;

    /// <summary>Adds a parameter.</summary>
    /// <param name="parameter">What <see cref="Step"/> changes.</param>
    /// <param name="weightDecay">λ.</param>
    /// <param name="mask">Of 0 and 1, the parameter's shape, read at each step; null for none.</param>
    public void Add(Parameter parameter, double weightDecay, Tensor? mask = null)
    {
        var everywhere = mask is null ? ones([], dtype: parameter.dtype) : null;
        _slots.Add(new Slot(
            parameter, weightDecay, mask ?? everywhere!, everywhere, zeros_like(parameter).detach(), zeros_like(parameter).detach()));
    }

    /// <summary>Moves all parameters along their gradients, and sets these to zero.</summary>
    /// <param name="learningRate">η.</param>
    public void Step(double learningRate)
    {
        using var untracked = no_grad();
        _step++;
        foreach (var slot in _slots)
        {
            using var scope = NewDisposeScope();
            if (slot.Parameter.grad is { } gradient)
            {
                Move(slot, gradient, learningRate);
                gradient.zero_();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Mean.Dispose();
            slot.Square.Dispose();
            slot.OwnedMask?.Dispose();
        }
    }

    private void Move(Slot slot, Tensor gradient, double learningRate)
    {
        slot.Mean.lerp_(gradient, slot.Mask * (1 - Beta1));
        slot.Square.lerp_(gradient * gradient, slot.Mask * (1 - Beta2));
        var deviation = slot.Square.sqrt().div_(Math.Sqrt(1 - Math.Pow(Beta2, _step))).add_(Tiny);
        var change = slot.Mean.div(deviation).div_(1 - Math.Pow(Beta1, _step)).add_(slot.Parameter, slot.WeightDecay);
        slot.Parameter.sub_(change.mul_(slot.Mask * learningRate));
    }

    private sealed record Slot(
        Parameter Parameter, double WeightDecay, Tensor Mask, Tensor? OwnedMask, Tensor Mean, Tensor Square);
}
