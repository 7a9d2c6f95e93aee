using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
#if NET10_0_OR_GREATER
using System.Runtime.Intrinsics.X86;
#endif

namespace FreeNets.Runtime;

/// <summary>Finds the non-zero inputs, so that an encoder reads no weights of the others.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NonZero
{
    /// <summary>Room that <see cref="Find{T}"/> may write to behind the last item.</summary>
    public const int Padding = 64;

    /// <summary>For every set of 4 inputs the places of its members, 16 bits each.</summary>
    private static ReadOnlySpan<byte> PlacesOfSet =>
    [
        0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0,
        1, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 1, 0, 0, 0, 0, 0,
        2, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 2, 0, 0, 0, 0, 0,
        1, 0, 2, 0, 0, 0, 0, 0,
        0, 0, 1, 0, 2, 0, 0, 0,
        3, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 3, 0, 0, 0, 0, 0,
        1, 0, 3, 0, 0, 0, 0, 0,
        0, 0, 1, 0, 3, 0, 0, 0,
        2, 0, 3, 0, 0, 0, 0, 0,
        0, 0, 2, 0, 3, 0, 0, 0,
        1, 0, 2, 0, 3, 0, 0, 0,
        0, 0, 1, 0, 2, 0, 3, 0,
    ];

    /// <summary>Lists the places of the non-zero values of <paramref name="x"/>, ascending.</summary>
    /// <param name="x">[count] raw inputs.</param>
    /// <param name="count">The number of inputs, at most 65,536.</param>
    /// <param name="places">Receives the places; room for count + <see cref="Padding"/>.</param>
    /// <returns>The number of non-zero inputs.</returns>
    /// <remarks>
    /// Unchecked: callers own the sizes. Places are always written and kept only when they count: a branch on the data would be
    /// mispredicted at every edge of a shape.
    /// </remarks>
    public static int Find<T>(ref T x, int count, ref ushort places)
        where T : unmanaged
    {
        var (done, found) = (0, 0);
#if NET10_0_OR_GREATER // .NET 8 lacks Compress.
        if (typeof(T) == typeof(byte) && Avx512Vbmi2.IsSupported)
        {
            (done, found) = FindBytes(ref Unsafe.As<T, byte>(ref x), count, ref places);
        }
        else if (typeof(T) == typeof(float) && Avx512F.IsSupported)
        {
            (done, found) = FindFloats(ref Unsafe.As<T, float>(ref x), count, ref places);
        }
#endif

        for (; done <= count - 16; done += 16)
        {
            var isNonZero = ~IsZero(ref Unsafe.Add(ref x, done));
            for (var set = 0; set < 16; set += 4)
            {
                var members = (int)(isNonZero >> set) & 0xF;
                var first = (ulong)(done + set) * 0x1_0001_0001_0001;
                var inside = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetReference(PlacesOfSet), 8 * members));
                Unsafe.WriteUnaligned(ref Unsafe.As<ushort, byte>(ref Unsafe.Add(ref places, found)), first + inside);
                found += BitOperations.PopCount((uint)members);
            }
        }

        for (; done < count; done++)
        {
            Unsafe.Add(ref places, found) = (ushort)done;
            found += Element.ToSingle(Unsafe.Add(ref x, done)) != 0 ? 1 : 0;
        }

        return found;
    }

    /// <summary>Of 16 inputs, one bit each, the first one lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint IsZero<T>(ref T x)
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte))
        {
            return Vector128.Equals(Vector128.LoadUnsafe(ref Unsafe.As<T, byte>(ref x)), Vector128<byte>.Zero).ExtractMostSignificantBits();
        }

        ref var floats = ref Unsafe.As<T, float>(ref x);
        return Vector256.Equals(Vector256.LoadUnsafe(ref floats), Vector256<float>.Zero).ExtractMostSignificantBits()
            | (Vector256.Equals(Vector256.LoadUnsafe(ref floats, 8), Vector256<float>.Zero).ExtractMostSignificantBits() << 8);
    }

#if NET10_0_OR_GREATER
    private static (int Done, int Found) FindBytes(ref byte x, int count, ref ushort places)
    {
        var first = Vector512<ushort>.Zero;
        var (done, found) = (0, 0);
        for (; done <= count - 64; done += 64)
        {
            var isNonZero = Vector512.GreaterThan(Vector512.LoadUnsafe(ref x, (nuint)done), Vector512<byte>.Zero);
            var inside = Avx512Vbmi2.Compress(Vector512<byte>.Zero, isNonZero, Vector512<byte>.Indices);
            (first + Avx512BW.ConvertToVector512UInt16(inside.GetLower())).StoreUnsafe(ref places, (nuint)found);
            (first + Avx512BW.ConvertToVector512UInt16(inside.GetUpper())).StoreUnsafe(ref places, (nuint)found + 32);
            found += BitOperations.PopCount(isNonZero.ExtractMostSignificantBits());
            first += Vector512.Create((ushort)64);
        }

        return (done, found);
    }

    private static (int Done, int Found) FindFloats(ref float x, int count, ref ushort places)
    {
        var place = Vector512<int>.Indices;
        var (done, found) = (0, 0);
        for (; done <= count - 16; done += 16)
        {
            // Not equal rather than greater: NaN is no zero.
            var isNonZero = Avx512F.CompareNotEqual(Vector512.LoadUnsafe(ref x, (nuint)done), Vector512<float>.Zero);
            var inside = Avx512F.Compress(Vector512<int>.Zero, isNonZero.AsInt32(), place);
            Avx512F.ConvertToVector256UInt16(inside).StoreUnsafe(ref places, (nuint)found);
            found += BitOperations.PopCount((uint)isNonZero.ExtractMostSignificantBits());
            place += Vector512.Create(16);
        }

        return (done, found);
    }
#endif
}
