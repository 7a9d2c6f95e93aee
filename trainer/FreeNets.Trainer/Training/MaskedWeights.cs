using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training;

/// <summary>Weights of which some are left out: these are 0, so that whatever reads them needs no mask, and what they were waits.</summary>
public sealed class MaskedWeights : IDisposable
{
    private readonly Tensor _waiting;

    /// <summary>All of <paramref name="weights"/>, at first.</summary>
    public MaskedWeights(Parameter weights)
    {
        Weights = weights;
        Mask = ones_like(weights).detach();
        _waiting = zeros_like(weights).detach();
    }

    /// <summary>The weights themselves.</summary>
    public Parameter Weights { get; }

    /// <summary>1 where a weight is used, 0 where it is left out; the same tensor for ever, as an optimiser wants it.</summary>
    public Tensor Mask { get; }

    /// <summary>What each weight is, or was when it was left out. The caller's scope owns them.</summary>
    public Tensor Values()
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        return where(Mask.gt(0), Weights, _waiting).MoveToOuterDisposeScope();
    }

    /// <summary>Leaves out and brings back weights until <paramref name="mask"/> holds.</summary>
    public void Apply(Tensor mask)
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        var isUsed = Mask.gt(0);
        var willBeUsed = mask.gt(0);
        var stays = isUsed.logical_and(willBeUsed);
        var values = Weights.detach().clone();
        Weights.copy_(where(stays, values, where(willBeUsed, _waiting, zeros_like(values))));
        _waiting.copy_(where(isUsed, values, _waiting));
        Mask.copy_(mask);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Mask.Dispose();
        _waiting.Dispose();
    }
}
