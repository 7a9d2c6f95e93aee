using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FreeNets.Trainer.Kernels;

/// <summary>The cascade on one block of samples, a lane each: so narrow that all its activations stay in the first cache.</summary>
/// <remarks>
/// Pointers lead to [k, …] matrices whose rows lie <c>stride</c> floats apart; a block is <see cref="Width"/> of their columns.
/// Four vectors of one neuron share each weight and hide the latency of the multiply-add. Unchecked: callers own the sizes.
/// </remarks>
internal static unsafe class CascadeBlock<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Samples in a block.</summary>
    public static int Width => 4 * TLanes.Count;

    /// <summary>h of e; both may be the same matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(CascadeEdges edges, bool squared, float* w, float* e, float* h, long stride)
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
                var source = h + (j * stride);
                z0 = TLanes.MultiplyAdd(weight, Load(source, 0), z0);
                z1 = TLanes.MultiplyAdd(weight, Load(source, 1), z1);
                z2 = TLanes.MultiplyAdd(weight, Load(source, 2), z2);
                z3 = TLanes.MultiplyAdd(weight, Load(source, 3), z3);
            }

            var to = h + (i * stride);
            Store(Activation(z0, squared), to, 0);
            Store(Activation(z1, squared), to, 1);
            Store(Activation(z2, squared), to, 2);
            Store(Activation(z3, squared), to, 3);
        }
    }

    /// <summary>dz of dh and h; dz and dh may be the same matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(CascadeEdges edges, bool squared, float* w, float* h, float* dh, float* dz, long stride)
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
                var target = dz + (i * stride);
                d0 = TLanes.MultiplyAdd(weight, Load(target, 0), d0);
                d1 = TLanes.MultiplyAdd(weight, Load(target, 1), d1);
                d2 = TLanes.MultiplyAdd(weight, Load(target, 2), d2);
                d3 = TLanes.MultiplyAdd(weight, Load(target, 3), d3);
            }

            var active = h + (j * stride);
            var to = dz + (j * stride);
            Store(Slope(Load(active, 0), d0, squared), to, 0);
            Store(Slope(Load(active, 1), d1, squared), to, 1);
            Store(Slope(Load(active, 2), d2, squared), to, 2);
            Store(Slope(Load(active, 3), d3, squared), to, 3);
        }
    }

    /// <summary>Adds dz · hᵀ at the live edges to <paramref name="dw"/>, [<see cref="CascadeEdges.PackedCount"/>].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddGradients(CascadeEdges edges, float* h, float* dz, long stride, float* dw)
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
    private static void Store(TVector value, float* row, int vector) => TLanes.Store(value, row + (vector * TLanes.Count));
}
