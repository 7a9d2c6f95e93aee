using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FreeNets.Trainer.Kernels;

/// <summary>
/// w x + b for a matrix w of which few weights live, and its gradient by w: lanes are samples, and time follows the live weights.
/// </summary>
/// <remarks>x is [sources, n] and z is [k, n], both row by row; n is a multiple of <see cref="Multiple"/>.</remarks>
internal static unsafe class SparseProduct
{
    /// <summary>What the number of samples has to be a multiple of, whatever the processor.</summary>
    public const int Multiple = 64;

    /// <summary>z.</summary>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    public static void Forward(CascadeEdges live, ReadOnlySpan<float> w, ReadOnlySpan<float> b, ReadOnlySpan<float> x, Span<float> z)
    {
        CheckSizes(live, w, x, z);
        switch (Lanes.Widest)
        {
            case 16:
                Forward<Lanes512, Vector512<float>>(live, w, b, x, z);
                break;
            case 8:
                Forward<Lanes256, Vector256<float>>(live, w, b, x, z);
                break;
            default:
                Forward<Lanes128, Vector128<float>>(live, w, b, x, z);
                break;
        }
    }

    /// <summary>The gradient by the live weights, [k, sources], of that by z; all others of <paramref name="dw"/> are left alone.</summary>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    public static void Gradient(CascadeEdges live, ReadOnlySpan<float> x, ReadOnlySpan<float> dz, Span<float> dw)
    {
        CheckSizes(live, dw, x, dz);
        var packed = new float[live.PackedCount];
        switch (Lanes.Widest)
        {
            case 16:
                Gradient<Lanes512, Vector512<float>>(live, x, dz, packed);
                break;
            case 8:
                Gradient<Lanes256, Vector256<float>>(live, x, dz, packed);
                break;
            default:
                Gradient<Lanes128, Vector128<float>>(live, x, dz, packed);
                break;
        }

        Cascade.Unpack(live, packed, dw);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<TLanes, TVector>(
        CascadeEdges live, ReadOnlySpan<float> weights, ReadOnlySpan<float> biases, ReadOnlySpan<float> inputs, Span<float> output)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        var (width, vector) = (CascadeBlock<TLanes, TVector>.Width, TLanes.Count);
        var samples = output.Length / live.Neurons;
        var sources = live.Sources;
        fixed (float* w = weights, x = inputs, z = output)
        {
            // Block by block, so that the inputs of a block stay in the second cache.
            for (var start = 0; start < samples; start += width)
            {
                for (var i = 0; i < live.Neurons; i++)
                {
                    var bias = TLanes.Broadcast(biases[i]);
                    var (z0, z1, z2, z3) = (bias, bias, bias, bias);
                    var row = w + ((long)i * live.SourceCount);
                    var slice = live.SourcesOf[i];
                    foreach (var j in sources.Slice(slice.Start, slice.Count))
                    {
                        var weight = TLanes.Broadcast(row[j]);
                        var source = x + ((long)j * samples) + start;
                        z0 = TLanes.MultiplyAdd(weight, TLanes.Load(source), z0);
                        z1 = TLanes.MultiplyAdd(weight, TLanes.Load(source + vector), z1);
                        z2 = TLanes.MultiplyAdd(weight, TLanes.Load(source + (2 * vector)), z2);
                        z3 = TLanes.MultiplyAdd(weight, TLanes.Load(source + (3 * vector)), z3);
                    }

                    var target = z + ((long)i * samples) + start;
                    TLanes.Store(z0, target);
                    TLanes.Store(z1, target + vector);
                    TLanes.Store(z2, target + (2 * vector));
                    TLanes.Store(z3, target + (3 * vector));
                }
            }
        }
    }

    private static void Gradient<TLanes, TVector>(
        CascadeEdges live, ReadOnlySpan<float> inputs, ReadOnlySpan<float> gradient, Span<float> packed)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        var samples = gradient.Length / live.Neurons;
        fixed (float* x = inputs, dz = gradient, dw = packed)
        {
            for (var start = 0; start < samples; start += CascadeBlock<TLanes, TVector>.Width)
            {
                CascadeBlock<TLanes, TVector>.AddGradients(live, x + start, dz + start, dw, samples);
            }
        }
    }

    private static void CheckSizes(CascadeEdges live, ReadOnlySpan<float> w, ReadOnlySpan<float> x, ReadOnlySpan<float> z)
    {
        var samples = z.Length / live.Neurons;
        if (w.Length != (long)live.Neurons * live.SourceCount || x.Length != (long)live.SourceCount * samples
            || z.Length != (long)live.Neurons * samples || samples % Multiple != 0)
        {
            throw new ArgumentException(
                $"Expected [{live.Neurons}, {live.SourceCount}] weights, and samples in columns, a multiple of {Multiple}.");
        }
    }
}
