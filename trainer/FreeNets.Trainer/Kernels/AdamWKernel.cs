using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FreeNets.Trainer.Kernels;

/// <summary>The numbers of one AdamW step; see <c>MaskedAdamW</c>.</summary>
/// <param name="MeanRate">1 − β₁.</param>
/// <param name="SquareRate">1 − β₂.</param>
/// <param name="MeanScale">η / (1 − β₁ᵗ).</param>
/// <param name="RootScale">1 / √(1 − β₂ᵗ).</param>
/// <param name="Tiny">ϵ.</param>
/// <param name="Decay">η λ.</param>
internal readonly record struct AdamWStep(
    float MeanRate, float SquareRate, float MeanScale, float RootScale, float Tiny, float Decay);

/// <summary>One pass over a parameter and its moments, where plain tensor operations take ten.</summary>
internal static class AdamWKernel
{
    /// <summary>Moves parameters whose mask is not 0, and their moments.</summary>
    /// <param name="step">Numbers of the step.</param>
    /// <param name="parameters">p.</param>
    /// <param name="gradients">g.</param>
    /// <param name="means">m.</param>
    /// <param name="squares">v.</param>
    /// <param name="mask">Of 0 and 1; empty for none.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Move(
        AdamWStep step,
        Span<float> parameters,
        ReadOnlySpan<float> gradients,
        Span<float> means,
        Span<float> squares,
        ReadOnlySpan<float> mask)
    {
        var count = parameters.Length;
        if (gradients.Length != count || means.Length != count || squares.Length != count || !(mask.IsEmpty || mask.Length == count))
        {
            throw new ArgumentException("A parameter, its gradient, moments and mask have one length.");
        }

        var done = Lanes.Widest switch
        {
            16 => Loop<Lanes512, Vector512<float>>(step, parameters, gradients, means, squares, mask, 0),
            8 => Loop<Lanes256, Vector256<float>>(step, parameters, gradients, means, squares, mask, 0),
            _ => Loop<Lanes128, Vector128<float>>(step, parameters, gradients, means, squares, mask, 0),
        };
        Loop<Lane, float>(step, parameters, gradients, means, squares, mask, done);
    }

    /// <summary>Moves from <paramref name="start"/> on, as far as whole vectors reach.</summary>
    /// <returns>The first parameter left.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe int Loop<TLanes, TVector>(
        AdamWStep step,
        Span<float> parameters,
        ReadOnlySpan<float> gradients,
        Span<float> means,
        Span<float> squares,
        ReadOnlySpan<float> mask,
        int start)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        var (meanRate, squareRate) = (TLanes.Broadcast(step.MeanRate), TLanes.Broadcast(step.SquareRate));
        var (meanScale, rootScale) = (TLanes.Broadcast(step.MeanScale), TLanes.Broadcast(step.RootScale));
        var (tiny, decay) = (TLanes.Broadcast(step.Tiny), TLanes.Broadcast(step.Decay));
        var i = start;
        fixed (float* p = parameters, g = gradients, m = means, v = squares, live = mask)
        {
            for (; i <= parameters.Length - TLanes.Count; i += TLanes.Count)
            {
                if (live != null && TLanes.AllZero(TLanes.Load(live + i)))
                {
                    continue;
                }

                var (parameter, mean, square, gradient) =
                    (TLanes.Load(p + i), TLanes.Load(m + i), TLanes.Load(v + i), TLanes.Load(g + i));
                var newMean = TLanes.MultiplyAdd(meanRate, TLanes.Subtract(gradient, mean), mean);
                var newSquare = TLanes.MultiplyAdd(
                    squareRate, TLanes.Subtract(TLanes.Multiply(gradient, gradient), square), square);
                var deviation = TLanes.MultiplyAdd(TLanes.Sqrt(newSquare), rootScale, tiny);
                var change = TLanes.MultiplyAdd(
                    decay, parameter, TLanes.Divide(TLanes.Multiply(newMean, meanScale), deviation));
                var newParameter = TLanes.Subtract(parameter, change);
                if (live != null)
                {
                    var isLive = TLanes.Load(live + i);
                    newParameter = TLanes.WhereNonZero(isLive, newParameter, parameter);
                    newMean = TLanes.WhereNonZero(isLive, newMean, mean);
                    newSquare = TLanes.WhereNonZero(isLive, newSquare, square);
                }

                TLanes.Store(newParameter, p + i);
                TLanes.Store(newMean, m + i);
                TLanes.Store(newSquare, v + i);
            }
        }

        return i;
    }
}
