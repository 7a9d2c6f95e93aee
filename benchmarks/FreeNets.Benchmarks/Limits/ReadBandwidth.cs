using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FreeNets.Benchmarks.Limits;

/// <summary>Reads an array from start to end with the widest vectors, four a step, and does as little else as possible.</summary>
internal static class ReadBandwidth
{
    /// <param name="data">A multiple of 64 floats.</param>
    /// <param name="passes">How often it is read.</param>
    public static float Run(ReadOnlySpan<float> data, int passes)
    {
        ref var first = ref MemoryMarshal.GetReference(data);
        return Vector512.IsHardwareAccelerated ? Run512(ref first, (nuint)data.Length, passes)
            : Vector256.IsHardwareAccelerated ? Run256(ref first, (nuint)data.Length, passes)
            : Run128(ref first, (nuint)data.Length, passes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run512(ref float data, nuint length, int passes)
    {
        Vector512<int> a = default, b = default, c = default, d = default;
        for (; passes > 0; passes--)
        {
            for (nuint i = 0; i < length; i += 64)
            {
                a |= Vector512.LoadUnsafe(ref data, i).AsInt32();
                b |= Vector512.LoadUnsafe(ref data, i + 16).AsInt32();
                c |= Vector512.LoadUnsafe(ref data, i + 32).AsInt32();
                d |= Vector512.LoadUnsafe(ref data, i + 48).AsInt32();
            }
        }

        return Vector512.Sum(a | b | c | d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run256(ref float data, nuint length, int passes)
    {
        Vector256<int> a = default, b = default, c = default, d = default;
        for (; passes > 0; passes--)
        {
            for (nuint i = 0; i < length; i += 32)
            {
                a |= Vector256.LoadUnsafe(ref data, i).AsInt32();
                b |= Vector256.LoadUnsafe(ref data, i + 8).AsInt32();
                c |= Vector256.LoadUnsafe(ref data, i + 16).AsInt32();
                d |= Vector256.LoadUnsafe(ref data, i + 24).AsInt32();
            }
        }

        return Vector256.Sum(a | b | c | d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run128(ref float data, nuint length, int passes)
    {
        Vector128<int> a = default, b = default, c = default, d = default;
        for (; passes > 0; passes--)
        {
            for (nuint i = 0; i < length; i += 16)
            {
                a |= Vector128.LoadUnsafe(ref data, i).AsInt32();
                b |= Vector128.LoadUnsafe(ref data, i + 4).AsInt32();
                c |= Vector128.LoadUnsafe(ref data, i + 8).AsInt32();
                d |= Vector128.LoadUnsafe(ref data, i + 12).AsInt32();
            }
        }

        return Vector128.Sum(a | b | c | d);
    }
}
