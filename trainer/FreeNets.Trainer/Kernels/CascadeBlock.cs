using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FreeNets.Trainer.Kernels;

/// <summary>The cascade on one block of samples, a lane each.</summary>
/// <remarks>
/// e, h, dh and dz are [k, <see cref="Width"/>] pieces of matrices whose rows lie <c>stride</c> floats apart. What edges read again
/// and again is kept in blocks too, which are dense, aligned, and for a usual network fit the first cache: rows apart by a power of
/// two would share few of its sets. Four vectors of one neuron share each weight and hide the latency of the multiply-add.
/// Unchecked: callers own the sizes.
/// </remarks>
internal static unsafe class CascadeBlock<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Samples in a block.</summary>
    public static int Width => 4 * TLanes.Count;

    /// <summary>h of e; both may be the same matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(CascadeEdges edges, bool squared, float* w, float* e, float* h, long stride, float* block)
    {
        var sources = edges.Sources;
        for (var i = 0; i < edges.Neurons; i++)
        {
            var z = e + (i * stride);
            var (z0, z1, z2, z3) = (Load(z, 0), Load(z, 1), Load(z, 2), Load(z, 3));
            var incoming = w + ((long)i * edges.Neurons);
            var slice = edges.SourcesOf[i];
            foreach (var j in sources.Slice(slice.Start, slice.Count))
            {
                var weight = TLanes.Broadcast(incoming[j]);
                var source = block + (j * Width);
                z0 = TLanes.MultiplyAdd(weight, Load(source, 0), z0);
                z1 = TLanes.MultiplyAdd(weight, Load(source, 1), z1);
                z2 = TLanes.MultiplyAdd(weight, Load(source, 2), z2);
                z3 = TLanes.MultiplyAdd(weight, Load(source, 3), z3);
            }

            (z0, z1, z2, z3) = (Activation(z0, squared), Activation(z1, squared), Activation(z2, squared), Activation(z3, squared));
            Store(z0, z1, z2, z3, block + (i * Width));
            Store(z0, z1, z2, z3, h + (i * stride));
        }
    }

    /// <summary>dz of h and dh, which may be the same matrix as dz; leaves h and dz in blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        CascadeEdges edges, bool squared, float* w, float* h, float* dh, float* dz, long stride, float* blockOfH, float* block)
    {
        var targets = edges.Targets;
        for (var j = edges.Neurons - 1; j >= 0; j--)
        {
            var d = dh + (j * stride);
            var (d0, d1, d2, d3) = (Load(d, 0), Load(d, 1), Load(d, 2), Load(d, 3));
            var outgoing = w + j;
            var slice = edges.TargetsOf[j];
            foreach (var i in targets.Slice(slice.Start, slice.Count))
            {
                var weight = TLanes.Broadcast(outgoing[(long)i * edges.Neurons]);
                var target = block + (i * Width);
                d0 = TLanes.MultiplyAdd(weight, Load(target, 0), d0);
                d1 = TLanes.MultiplyAdd(weight, Load(target, 1), d1);
                d2 = TLanes.MultiplyAdd(weight, Load(target, 2), d2);
                d3 = TLanes.MultiplyAdd(weight, Load(target, 3), d3);
            }

            var active = h + (j * stride);
            var (h0, h1, h2, h3) = (Load(active, 0), Load(active, 1), Load(active, 2), Load(active, 3));
            (d0, d1, d2, d3) = (Slope(h0, d0, squared), Slope(h1, d1, squared), Slope(h2, d2, squared), Slope(h3, d3, squared));
            Store(h0, h1, h2, h3, blockOfH + (j * Width));
            Store(d0, d1, d2, d3, block + (j * Width));
            Store(d0, d1, d2, d3, dz + (j * stride));
        }
    }

    /// <summary>
    /// Adds dz · hᵀ of two blocks, whose rows lie <paramref name="stride"/> floats apart, at the live edges, to
    /// <paramref name="dw"/>, [<see cref="CascadeEdges.PackedCount"/>].
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddGradients(CascadeEdges edges, float* h, float* dz, float* dw, long stride)
    {
        var sources = edges.Sources;
        for (var i = 0; i < edges.Neurons; i++)
        {
            var d = dz + (i * stride);
            var (d0, d1, d2, d3) = (Load(d, 0), Load(d, 1), Load(d, 2), Load(d, 3));
            var slice = edges.SourcesOf[i];
            for (var edge = slice.Start; edge < slice.Start + slice.Count; edge += CascadeEdges.Group)
            {
                var group = sources.Slice(edge, CascadeEdges.Group);
                var sums = TLanes.Sums(
                    Product(h + (group[0] * stride), d0, d1, d2, d3),
                    Product(h + (group[1] * stride), d0, d1, d2, d3),
                    Product(h + (group[2] * stride), d0, d1, d2, d3),
                    Product(h + (group[3] * stride), d0, d1, d2, d3));
                (Vector128.Load(dw + edge) + sums).Store(dw + edge);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Product(float* h, TVector d0, TVector d1, TVector d2, TVector d3)
    {
        var sum = TLanes.Multiply(Load(h, 0), d0);
        sum = TLanes.MultiplyAdd(Load(h, 1), d1, sum);
        sum = TLanes.MultiplyAdd(Load(h, 2), d2, sum);
        return TLanes.MultiplyAdd(Load(h, 3), d3, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Activation(TVector z, bool squared)
    {
        var r = TLanes.Relu(z);
        return squared ? TLanes.Multiply(r, r) : r;
    }

    /// <summary>dh · σ'(z), where σ' follows from h: 1 or 0, and 2 √h of a squared ReLU.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Slope(TVector h, TVector dh, bool squared)
    {
        if (squared)
        {
            var root = TLanes.Sqrt(h);
            return TLanes.Multiply(dh, TLanes.Add(root, root));
        }

        return TLanes.WhereNonZero(h, dh, TLanes.Broadcast(0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load(float* row, int vector) => TLanes.Load(row + (vector * TLanes.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector a, TVector b, TVector c, TVector d, float* row)
    {
        TLanes.Store(a, row);
        TLanes.Store(b, row + TLanes.Count);
        TLanes.Store(c, row + (2 * TLanes.Count));
        TLanes.Store(d, row + (3 * TLanes.Count));
    }
}
