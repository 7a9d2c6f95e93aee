using System.Runtime.InteropServices;

namespace FreeNets.Trainer.Kernels;

/// <summary>Cuts a batch into blocks; what is left at its end is copied into a block and filled up with zeros.</summary>
/// <remarks>Sizes are as <see cref="Cascade"/> has checked.</remarks>
internal static unsafe class CascadeBlocks<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    // A vector of the widest kind never straddles two lines of the cache.
    private const int Alignment = 64;

    private static int Width => CascadeBlock<TLanes, TVector>.Width;

    public static void Forward(CascadeEdges edges, bool squared, ReadOnlySpan<float> weights, ReadOnlySpan<float> input, Span<float> output)
    {
        var samples = output.Length / edges.Neurons;
        var block = NewBlock(edges.Neurons);
        try
        {
            fixed (float* w = weights, e = input, h = output)
            {
                var start = 0;
                for (; start <= samples - Width; start += Width)
                {
                    CascadeBlock<TLanes, TVector>.Forward(edges, squared, w, e + start, h + start, samples, block);
                }

                if (start < samples)
                {
                    CopyIn(e + start, samples, samples - start, block, edges.Neurons);
                    CascadeBlock<TLanes, TVector>.Forward(edges, squared, w, block, block, Width, block);
                    CopyOut(block, h + start, samples, samples - start, edges.Neurons);
                }
            }
        }
        finally
        {
            NativeMemory.AlignedFree(block);
        }
    }

    public static void Backward(
        CascadeEdges edges,
        bool squared,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> activations,
        ReadOnlySpan<float> gradient,
        Span<float> output,
        Span<float> packed)
    {
        var samples = output.Length / edges.Neurons;
        var blockOfH = NewBlock(edges.Neurons);
        var block = NewBlock(edges.Neurons);
        try
        {
            fixed (float* w = weights, h = activations, dh = gradient, dz = output, dw = packed)
            {
                var start = 0;
                for (; start <= samples - Width; start += Width)
                {
                    CascadeBlock<TLanes, TVector>.Backward(
                        edges, squared, w, h + start, dh + start, dz + start, samples, blockOfH, block);
                    CascadeBlock<TLanes, TVector>.AddGradients(edges, blockOfH, block, dw, Width);
                }

                if (start < samples)
                {
                    CopyIn(h + start, samples, samples - start, blockOfH, edges.Neurons);
                    CopyIn(dh + start, samples, samples - start, block, edges.Neurons);
                    CascadeBlock<TLanes, TVector>.Backward(edges, squared, w, blockOfH, block, block, Width, blockOfH, block);
                    CascadeBlock<TLanes, TVector>.AddGradients(edges, blockOfH, block, dw, Width);
                    CopyOut(block, dz + start, samples, samples - start, edges.Neurons);
                }
            }
        }
        finally
        {
            NativeMemory.AlignedFree(block);
            NativeMemory.AlignedFree(blockOfH);
        }
    }

    private static float* NewBlock(int neurons) =>
        (float*)NativeMemory.AlignedAlloc((nuint)neurons * (nuint)Width * sizeof(float), Alignment);

    private static void CopyIn(float* matrix, int stride, int count, float* block, int rows)
    {
        for (var row = 0L; row < rows; row++)
        {
            var to = new Span<float>(block + (row * Width), Width);
            new Span<float>(matrix + (row * stride), count).CopyTo(to);
            to[count..].Clear();
        }
    }

    private static void CopyOut(float* block, float* matrix, int stride, int count, int rows)
    {
        for (var row = 0L; row < rows; row++)
        {
            new Span<float>(block + (row * Width), count).CopyTo(new Span<float>(matrix + (row * stride), count));
        }
    }
}
