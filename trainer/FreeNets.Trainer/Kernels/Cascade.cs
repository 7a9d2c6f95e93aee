using System.Runtime.Intrinsics;
using FreeNets.Model;

namespace FreeNets.Trainer.Kernels;

/// <summary>The k neurons in computation order, and their gradient, block of samples by block, on live edges only.</summary>
/// <remarks>See <see cref="Networks.CascadeFunction"/> for the formulas. Matrices are dense and row-major.</remarks>
internal static class Cascade
{
    /// <summary>h, [k, n], of e, [k, n], and w, [k, k], of which only live edges are read.</summary>
    /// <param name="edges">The graph.</param>
    /// <param name="activation">σ.</param>
    /// <param name="w">Row = target.</param>
    /// <param name="e">The encoder's output.</param>
    /// <param name="h">Receives the activations.</param>
    /// <param name="lanes">16, 8 or 4: the width of the vectors.</param>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    public static void Forward(
        CascadeEdges edges, Activation activation, ReadOnlySpan<float> w, ReadOnlySpan<float> e, Span<float> h, int lanes)
    {
        CheckSizes(edges, w, e, h.Length);
        var squared = activation == Activation.SquaredRelu;
        switch (lanes)
        {
            case 16:
                CascadeBlocks<Lanes512, Vector512<float>>.Forward(edges, squared, w, e, h);
                break;
            case 8:
                CascadeBlocks<Lanes256, Vector256<float>>.Forward(edges, squared, w, e, h);
                break;
            default:
                CascadeBlocks<Lanes128, Vector128<float>>.Forward(edges, squared, w, e, h);
                break;
        }
    }

    /// <summary>dz = de, [k, n], and dw, [k, k], of dh, [k, n], at the h that <see cref="Forward"/> gave.</summary>
    /// <param name="edges">The graph.</param>
    /// <param name="activation">σ.</param>
    /// <param name="w">Row = target.</param>
    /// <param name="h">Activations.</param>
    /// <param name="dh">The loss's gradient by h, as if no neuron read another.</param>
    /// <param name="dz">Receives the gradient by z, which is that by e.</param>
    /// <param name="dw">Receives the gradient by w at live edges, and is left alone elsewhere.</param>
    /// <param name="lanes">16, 8 or 4: the width of the vectors.</param>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    public static void Backward(
        CascadeEdges edges,
        Activation activation,
        ReadOnlySpan<float> w,
        ReadOnlySpan<float> h,
        ReadOnlySpan<float> dh,
        Span<float> dz,
        Span<float> dw,
        int lanes)
    {
        CheckSizes(edges, w, h, dz.Length);
        CheckSizes(edges, dw, dh, dz.Length);
        var packed = new float[edges.PackedCount];
        var squared = activation == Activation.SquaredRelu;
        switch (lanes)
        {
            case 16:
                CascadeBlocks<Lanes512, Vector512<float>>.Backward(edges, squared, w, h, dh, dz, packed);
                break;
            case 8:
                CascadeBlocks<Lanes256, Vector256<float>>.Backward(edges, squared, w, h, dh, dz, packed);
                break;
            default:
                CascadeBlocks<Lanes128, Vector128<float>>.Backward(edges, squared, w, h, dh, dz, packed);
                break;
        }

        Unpack(edges, packed, dw);
    }

    /// <summary>Puts gradients of live edges where they belong in a matrix, [k, <see cref="CascadeEdges.SourceCount"/>].</summary>
    internal static void Unpack(CascadeEdges edges, float[] packed, Span<float> dw)
    {
        for (var i = 0; i < edges.Neurons; i++)
        {
            var row = dw.Slice(i * edges.SourceCount, edges.SourceCount);
            var slice = edges.SourcesOf[i];
            var sources = edges.Sources.Slice(slice.Start, slice.Count);
            var values = packed.AsSpan(slice.Start, slice.Count);
            for (var edge = 0; edge < values.Length; edge++)
            {
                row[sources[edge]] = values[edge];
            }
        }
    }

    private static void CheckSizes(CascadeEdges edges, ReadOnlySpan<float> w, ReadOnlySpan<float> samples, int length)
    {
        if (w.Length != (long)edges.Neurons * edges.Neurons || samples.Length != length || length % edges.Neurons != 0)
        {
            throw new ArgumentException($"Expected [{edges.Neurons}, {edges.Neurons}] weights and [{edges.Neurons}, n] samples.");
        }
    }
}
