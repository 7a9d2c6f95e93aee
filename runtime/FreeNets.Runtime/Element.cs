using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

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
}
