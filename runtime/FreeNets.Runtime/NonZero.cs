using System.ComponentModel;
using System.Runtime.CompilerServices;
#if NET10_0_OR_GREATER
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
#endif

namespace FreeNets.Runtime;

/// <summary>Finds the non-zero inputs, so that an encoder reads no weights of the others.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NonZero
{
    /// <summary>Room that <see cref="Gather{T}"/> may write to behind the last item.</summary>
    public const int Padding = 16;

    /// <summary>Copies the non-zero values of <paramref name="x"/> in order, each with its index times <paramref name="stride"/>.</summary>
    /// <param name="x">[count] raw inputs.</param>
    /// <param name="count">The number of inputs.</param>
    /// <param name="stride">Floats from one input's weights to the next's.</param>
    /// <param name="values">Receives the values; room for count + <see cref="Padding"/>.</param>
    /// <param name="offsets">Receives index × stride; room for count + <see cref="Padding"/>.</param>
    /// <returns>The number of non-zero inputs.</returns>
    /// <remarks>Unchecked: callers own the sizes.</remarks>
    public static int Gather<T>(ref T x, int count, int stride, ref float values, ref int offsets)
        where T : unmanaged
    {
        var (done, found) = (0, 0);
#if NET10_0_OR_GREATER // .NET 8 lacks Compress.
        if (Avx512F.IsSupported)
        {
            (done, found) = GatherVectors(ref x, count, stride, ref values, ref offsets);
        }
#endif

        for (; done < count; done++)
        {
            // Always written, kept only when it counts: a branch on the data would be mispredicted at every edge of a shape.
            var value = Element.ToSingle(Unsafe.Add(ref x, done));
            Unsafe.Add(ref values, found) = value;
            Unsafe.Add(ref offsets, found) = done * stride;
            found += value != 0 ? 1 : 0;
        }

        return found;
    }

#if NET10_0_OR_GREATER
    private static (int Done, int Found) GatherVectors<T>(ref T x, int count, int stride, ref float values, ref int offsets)
        where T : unmanaged
    {
        var offset = Vector512<int>.Indices * stride;
        var step = Vector512.Create(16 * stride);
        var (done, found) = (0, 0);
        for (; done <= count - 16; done += 16)
        {
            var value = Load(ref Unsafe.Add(ref x, done));
            var isNonZero = ~Vector512.Equals(value, Vector512<float>.Zero);
            Avx512F.Compress(Vector512<float>.Zero, isNonZero, value).StoreUnsafe(ref values, (nuint)found);
            Avx512F.Compress(Vector512<int>.Zero, isNonZero.AsInt32(), offset).StoreUnsafe(ref offsets, (nuint)found);
            found += BitOperations.PopCount((uint)isNonZero.ExtractMostSignificantBits());
            offset += step;
        }

        return (done, found);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load<T>(ref T x)
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte))
        {
            var bytes = Vector128.LoadUnsafe(ref Unsafe.As<T, byte>(ref x));
            return Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(bytes));
        }

        return Vector512.LoadUnsafe(ref Unsafe.As<T, float>(ref x));
    }
#endif
}
