using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FreeNets.Runtime;

/// <summary>The encoder in integers: dot products of four bytes with four signed weights in every 32-bit lane.</summary>
/// <remarks>
/// Weights are −64 to 64, so no instruction here can saturate and all give the same sums. Weights lie in units of 64 bytes, 16 inputs ×
/// 4 neurons: [4 groups of inputs, 4 neurons, 4 inputs]. A vector holds one, two or four of these groups.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Int8
{
    /// <summary>Inputs that one unit of weights spans.</summary>
    public const int Span = 16;

    /// <summary>
    /// True on Arm, whose instructions multiply signed with signed: operands there are inputs − 128, and sums have to start from
    /// 128 × the sum of the neuron's weights.
    /// </summary>
    public static bool IsShifted => AdvSimd.Arm64.IsSupported;

    /// <summary>The inputs as bytes, at least <see cref="Span"/> a sample: themselves, or a copy in <paramref name="room"/>.</summary>
    /// <param name="x">[samples, inputs] bytes, or floats, which are rounded to the nearest of 0 to 255.</param>
    /// <param name="samples">The number of samples.</param>
    /// <param name="inputs">The inputs of one sample.</param>
    /// <param name="room">[samples, max(inputs, 16)], zeros.</param>
    public static ref byte Bytes<T>(ref T x, int samples, int inputs, Span<byte> room)
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte) && inputs >= Span)
        {
            return ref Unsafe.As<T, byte>(ref x);
        }

        for (var sample = 0; sample < samples; sample++)
        {
            var values = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref x, sample * inputs), inputs);
            var bytes = room.Slice(sample * Math.Max(inputs, Span), inputs);
            for (var i = 0; i < values.Length; i++)
            {
                // Not a number becomes 0, until PutNaN.
                var value = MathF.Round(Element.ToSingle(values[i]));
                bytes[i] = value >= 255 ? (byte)255 : value > 0 ? (byte)value : (byte)0;
            }
        }

        return ref MemoryMarshal.GetReference(room);
    }

    /// <summary>Makes NaN of all neurons of each sample that has a NaN among its inputs, as it would come out of sums in floats.</summary>
    /// <param name="x">[samples, inputs] bytes, of which none is NaN, or floats.</param>
    /// <param name="samples">The number of samples.</param>
    /// <param name="inputs">The inputs of one sample.</param>
    /// <param name="z">The neurons, <paramref name="stride"/> floats from one sample to the next.</param>
    /// <param name="neurons">The number of neurons.</param>
    /// <param name="stride">The length of a sample's state.</param>
    public static void PutNaN<T>(ref T x, int samples, int inputs, ref float z, int neurons, int stride)
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte))
        {
            return;
        }

        for (var sample = 0; sample < samples; sample++)
        {
            if (Logits.HasNaN(ref Unsafe.As<T, float>(ref Unsafe.Add(ref x, sample * inputs)), inputs))
            {
                MemoryMarshal.CreateSpan(ref Unsafe.Add(ref z, sample * stride), neurons).Fill(float.NaN);
            }
        }
    }

    /// <summary>Lists the groups of <see cref="Span"/> inputs that are not all zero.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="count">Whole groups to look at.</param>
    /// <param name="groups">Receives their numbers, ascending; room for <paramref name="count"/>.</param>
    /// <returns>How many there are; all of them where operands are shifted, since a zero is no zero there.</returns>
    public static int NonZeroGroups(ref byte x, int count, ref int groups)
    {
        var found = 0;
        for (var group = 0; group < count; group++)
        {
            // Always written, kept only when it counts: a branch on the data would be mispredicted at every edge of a shape.
            Unsafe.Add(ref groups, found) = group;
            var isNonZero = Vector128.LoadUnsafe(ref x, (nuint)(group * Span)) != Vector128<byte>.Zero;
            found += IsShifted || isNonZero ? 1 : 0;
        }

        return found;
    }

    /// <summary>Four groups of four inputs, each four times: an operand for the four neurons of a unit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Operand512(ref byte x) =>
        Operand512(ref x, Vector512.Create(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3));

    /// <summary>Four groups of four inputs, in each lane the one that <paramref name="spread"/> names.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Operand512(ref byte x, Vector512<int> spread)
    {
        var inputs = Vector128.LoadUnsafe(ref x).ToVector256Unsafe().ToVector512Unsafe().AsInt32();
        return Avx512F.PermuteVar16x32(inputs, spread).AsByte();
    }

    /// <summary>For each byte the one of 64 inputs whose place it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Pick(Vector512<byte> inputs, Vector512<byte> picks) =>
        Avx512Vbmi.IsSupported ? Avx512Vbmi.PermuteVar64x8(inputs, picks) : PickWords(inputs, picks, inputs);

    /// <summary>For each byte the one of 128 inputs whose place it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Pick(Vector512<byte> low, Vector512<byte> picks, Vector512<byte> high) =>
        Avx512Vbmi.IsSupported ? Avx512Vbmi.PermuteVar64x8x2(low, picks, high) : PickWords(low, picks, high);

    /// <summary>The same by words of two bytes, for the first machines with AVX-512.</summary>
    public static Vector512<byte> PickWords(Vector512<byte> low, Vector512<byte> picks, Vector512<byte> high)
    {
        var even = picks.AsUInt16() & Vector512.Create((ushort)0xFF);
        var odd = Vector512.ShiftRightLogical(picks.AsUInt16(), 8);
        return (OneOf(even) | Vector512.ShiftLeft(OneOf(odd), 8)).AsByte();

        Vector512<ushort> OneOf(Vector512<ushort> places)
        {
            var words = Avx512BW.PermuteVar32x16x2(low.AsUInt16(), Vector512.ShiftRightLogical(places, 1), high.AsUInt16());
            var shifts = Vector512.ShiftLeft(places & Vector512<ushort>.One, 3);
            return Avx512BW.ShiftRightLogicalVariable(words, shifts) & Vector512.Create((ushort)0xFF);
        }
    }

    /// <summary>Two groups of four inputs, each four times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Operand256(ref byte x)
    {
        var inputs = Vector256.Create(Unsafe.ReadUnaligned<long>(ref x)).AsInt32();
        return Avx2.PermuteVar8x32(inputs, Vector256.Create(0, 0, 0, 0, 1, 1, 1, 1)).AsByte();
    }

    /// <summary>One group of four inputs, four times; shifted where <see cref="IsShifted"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Operand128(ref byte x)
    {
        var inputs = Vector128.Create(Unsafe.ReadUnaligned<int>(ref x)).AsByte();
        return IsShifted ? inputs ^ Vector128.Create((byte)128) : inputs;
    }

    /// <summary>sum + the products of each lane's four bytes, by AVX-512BW: pairs of products in int16, then pairs of those.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(Vector512<int> sum, Vector512<byte> x, Vector512<sbyte> w) =>
        sum + Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(x, w), Vector512<short>.One);

    /// <summary>The same by AVX-VNNI, or else AVX2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> x, Vector256<sbyte> w)
    {
#if NET10_0_OR_GREATER
        // A preview before .NET 10.
        if (AvxVnni.IsSupported)
        {
            return AvxVnni.MultiplyWideningAndAdd(sum, x, w);
        }
#endif
        return sum + Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(x, w), Vector256<short>.One);
    }

    /// <summary>The same by Arm's dot product or NEON, by SSSE3, or by plain vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Add(Vector128<int> sum, Vector128<byte> x, Vector128<sbyte> w)
    {
        if (Dp.IsSupported)
        {
            return Dp.DotProduct(sum, x.AsSByte(), w);
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            var low = AdvSimd.MultiplyWideningLower(x.AsSByte().GetLower(), w.GetLower());
            var high = AdvSimd.MultiplyWideningUpper(x.AsSByte(), w);
            return sum + AdvSimd.Arm64.AddPairwise(AdvSimd.AddPairwiseWidening(low), AdvSimd.AddPairwiseWidening(high));
        }

        if (Ssse3.IsSupported)
        {
            return sum + Sse2.MultiplyAddAdjacent(Ssse3.MultiplyAddAdjacent(x, w), Vector128<short>.One);
        }

        return sum + AddFours(x, w);
    }

    /// <summary>The four groups of inputs added up: the sums of 16 neurons from the accumulators of four units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Join(Vector512<int> a, Vector512<int> b, Vector512<int> c, Vector512<int> d)
    {
        var ab = Avx512F.Shuffle4x128(a, b, 0x44) + Avx512F.Shuffle4x128(a, b, 0xEE);
        var cd = Avx512F.Shuffle4x128(c, d, 0x44) + Avx512F.Shuffle4x128(c, d, 0xEE);
        return Avx512F.Shuffle4x128(ab, cd, 0x88) + Avx512F.Shuffle4x128(ab, cd, 0xDD);
    }

    /// <summary>The two groups of inputs added up: the sums of 8 neurons from the accumulators of two units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Join(Vector256<int> a, Vector256<int> b) =>
        Avx2.Permute2x128(a, b, 0x20) + Avx2.Permute2x128(a, b, 0x31);

    private static Vector128<int> AddFours(Vector128<byte> x, Vector128<sbyte> w)
    {
        // 255 × 64 fits an int16; sums of four do not.
        var (xLow, xHigh) = Vector128.Widen(x);
        var (wLow, wHigh) = Vector128.Widen(w);
        var (a, b) = (AddPairs(xLow.AsInt16() * wLow), AddPairs(xHigh.AsInt16() * wHigh));
        return Vector128.Create(a[0] + a[1], a[2] + a[3], b[0] + b[1], b[2] + b[3]);
    }

    private static Vector128<int> AddPairs(Vector128<short> products) =>
        Vector128.ShiftRightArithmetic(Vector128.ShiftLeft(products.AsInt32(), 16), 16)
            + Vector128.ShiftRightArithmetic(products.AsInt32(), 16);
}
