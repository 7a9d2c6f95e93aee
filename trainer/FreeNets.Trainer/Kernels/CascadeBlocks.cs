namespace FreeNets.Trainer.Kernels;

/// <summary>Cuts a batch into blocks; what is left of it is copied into a block of its own, filled up with zeros.</summary>
/// <remarks>Sizes are as <see cref="Cascade"/> has checked.</remarks>
internal static unsafe class CascadeBlocks<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    private static int Width => CascadeBlock<TLanes, TVector>.Width;

    public static void Forward(CascadeEdges edges, bool squared, ReadOnlySpan<float> weights, ReadOnlySpan<float> input, Span<float> output)
    {
        var samples = output.Length / edges.Neurons;
        fixed (float* w = weights, e = input, h = output)
        {
            var start = 0;
            for (; start <= samples - Width; start += Width)
            {
                CascadeBlock<TLanes, TVector>.Forward(edges, squared, w, e + start, h + start, samples);
            }

            if (start < samples)
            {
                var rest = new float[edges.Neurons * Width];
                CopyIn(input, rest, start, samples);
                fixed (float* block = rest)
                {
                    CascadeBlock<TLanes, TVector>.Forward(edges, squared, w, block, block, Width);
                }

                CopyOut(rest, output, start, samples);
            }
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
        fixed (float* w = weights, h = activations, dh = gradient, dz = output, dw = packed)
        {
            var start = 0;
            for (; start <= samples - Width; start += Width)
            {
                CascadeBlock<TLanes, TVector>.Backward(edges, squared, w, h + start, dh + start, dz + start, samples);
                CascadeBlock<TLanes, TVector>.AddGradients(edges, h + start, dz + start, samples, dw);
            }

            if (start < samples)
            {
                var (restOfH, rest) = (new float[edges.Neurons * Width], new float[edges.Neurons * Width]);
                CopyIn(activations, restOfH, start, samples);
                CopyIn(gradient, rest, start, samples);
                fixed (float* block = rest, blockOfH = restOfH)
                {
                    CascadeBlock<TLanes, TVector>.Backward(edges, squared, w, blockOfH, block, block, Width);
                    CascadeBlock<TLanes, TVector>.AddGradients(edges, blockOfH, block, Width, dw);
                }

                CopyOut(rest, output, start, samples);
            }
        }
    }

    private static void CopyIn(ReadOnlySpan<float> matrix, Span<float> block, int start, int samples)
    {
        for (var (from, to) = (0, 0); from < matrix.Length; from += samples, to += Width)
        {
            matrix.Slice(from + start, samples - start).CopyTo(block[to..]);
        }
    }

    private static void CopyOut(ReadOnlySpan<float> block, Span<float> matrix, int start, int samples)
    {
        for (var (from, to) = (0, 0); to < matrix.Length; from += Width, to += samples)
        {
            block.Slice(from, samples - start).CopyTo(matrix[(to + start)..]);
        }
    }
}
