using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FreeNets.Runtime;

/// <summary>Reads raw inputs of either element type, so that one kernel serves both.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Element
{
    /// <summary>The value as float32; exact for the two types allowed, <see cref="byte"/> and <see cref="float"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToSingle<T>(T value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte))
        {
            return Unsafe.BitCast<T, byte>(value);
        }

        Debug.Assert(typeof(T) == typeof(float), "Networks take bytes or floats.");
        return Unsafe.BitCast<T, float>(value);
    }

    /// <summary>16 values as float32.</summary>
    /// <param name="first">The first of them, <see cref="byte"/> or <see cref="float"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToVector512<T>(ref T first)
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte))
        {
            return Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref Unsafe.As<T, byte>(ref first))));
        }

        Debug.Assert(typeof(T) == typeof(float), "Networks take bytes or floats.");
        return Vector512.LoadUnsafe(ref Unsafe.As<T, float>(ref first));
    }
}
