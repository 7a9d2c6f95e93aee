using FreeNets.Trainer.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training.Optimisers;

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
    /// <param name="parameter">What <see cref="Step"/> changes; float32 and contiguous.</param>
    /// <param name="weightDecay">λ.</param>
    /// <param name="mask">Of 0 and 1, the parameter's shape, read at each step; null for none.</param>
    public void Add(Parameter parameter, double weightDecay, Tensor? mask = null) =>
        _slots.Add(new Slot(parameter, weightDecay, mask, zeros_like(parameter).detach(), zeros_like(parameter).detach()));

    /// <summary>Moves all parameters that have a gradient, and takes the gradients away.</summary>
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
                AdamWKernel.Move(
                    At(learningRate, slot.WeightDecay),
                    slot.Parameter.Floats(),
                    gradient.contiguous().Floats(),
                    slot.Mean.Floats(),
                    slot.Square.Floats(),
                    slot.Mask is { } mask ? mask.Floats() : []);

                // The next backward pass then hands over its result, where it would have to add to zeros.
                slot.Parameter.grad = null;
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
        }
    }

    private AdamWStep At(double learningRate, double weightDecay) => new(
        MeanRate: (float)(1 - Beta1),
        SquareRate: (float)(1 - Beta2),
        MeanScale: (float)(learningRate / (1 - Math.Pow(Beta1, _step))),
        RootScale: (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, _step))),
        Tiny: (float)Tiny,
        Decay: (float)(learningRate * weightDecay));

    private sealed record Slot(Parameter Parameter, double WeightDecay, Tensor? Mask, Tensor Mean, Tensor Square);
}
