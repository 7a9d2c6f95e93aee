using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FreeNets.Trainer.Kernels;

/// <summary>Bytes to normalised inputs in one pass, without the memory that a tensor an operation would take.</summary>
internal static class Pixels
{
    /// <summary>x = (pixel − mean) · scale, in float32.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Normalise(ReadOnlySpan<byte> pixels, float mean, float scale, Span<float> x)
    {
        if (pixels.Length != x.Length)
        {
            throw new ArgumentException("Pixels and inputs have one length.");
        }

        var done = Lanes.Widest switch
        {
            16 => Loop<Lanes512, Vector512<float>>(pixels, mean, scale, x, 0),
            8 => Loop<Lanes256, Vector256<float>>(pixels, mean, scale, x, 0),
            _ => Loop<Lanes128, Vector128<float>>(pixels, mean, scale, x, 0),
        };
        Loop<Lane, float>(pixels, mean, scale, x, done);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe int Loop<TLanes, TVector>(ReadOnlySpan<byte> pixels, float mean, float scale, Span<float> x, int start)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        var (centre, factor) = (TLanes.Broadcast(mean), TLanes.Broadcast(scale));
        var i = start;
        fixed (byte* from = pixels)
        fixed (float* to = x)
        {
            for (; i <= x.Length - TLanes.Count; i += TLanes.Count)
            {
                TLanes.Store(TLanes.Multiply(TLanes.Subtract(TLanes.LoadBytes(from + i), centre), factor), to + i);
            }
        }

        return i;
    }
}
