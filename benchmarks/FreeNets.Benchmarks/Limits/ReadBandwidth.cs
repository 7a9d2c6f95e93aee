using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FreeNets.Benchmarks.Limits;

/// <summary>Reads an array from start to end with the widest vectors, four a step, and does as little else as possible.</summary>
internal static class ReadBandwidth
{
    /// <param name="data">A multiple of 64 floats.</param>
    public static float Run(ReadOnlySpan<float> data)
    {
        ref var first = ref MemoryMarshal.GetReference(data);
        return Vector512.IsHardwareAccelerated ? Run512(ref first, data.Length)
            : Vector256.IsHardwareAccelerated ? Run256(ref first, data.Length)
            : Run128(ref first, data.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run512(ref float data, nint length)
    {
        Vector512<int> a = default, b = default, c = default, d = default;
        for (nint i = 0; i < length; i += 64)
        {
            a |= Vector512.LoadUnsafe(ref data, (nuint)i).AsInt32();
            b |= Vector512.LoadUnsafe(ref data, (nuint)i + 16).AsInt32();
            c |= Vector512.LoadUnsafe(ref data, (nuint)i + 32).AsInt32();
            d |= Vector512.LoadUnsafe(ref data, (nuint)i + 48).AsInt32();
        }

        return Vector512.Sum(a | b | c | d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run256(ref float data, nint length)
    {
        Vector256<int> a = default, b = default, c = default, d = default;
        for (nint i = 0; i < length; i += 32)
        {
            a |= Vector256.LoadUnsafe(ref data, (nuint)i).AsInt32();
            b |= Vector256.LoadUnsafe(ref data, (nuint)i + 8).AsInt32();
            c |= Vector256.LoadUnsafe(ref data, (nuint)i + 16).AsInt32();
            d |= Vector256.LoadUnsafe(ref data, (nuint)i + 24).AsInt32();
        }

        return Vector256.Sum(a | b | c | d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run128(ref float data, nint length)
    {
        Vector128<int> a = default, b = default, c = default, d = default;
        for (nint i = 0; i < length; i += 16)
        {
            a |= Vector128.LoadUnsafe(ref data, (nuint)i).AsInt32();
            b |= Vector128.LoadUnsafe(ref data, (nuint)i + 4).AsInt32();
            c |= Vector128.LoadUnsafe(ref data, (nuint)i + 8).AsInt32();
            d |= Vector128.LoadUnsafe(ref data, (nuint)i + 12).AsInt32();
        }

        return Vector128.Sum(a | b | c | d);
    }
}
