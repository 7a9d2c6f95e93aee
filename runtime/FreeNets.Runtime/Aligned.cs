using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FreeNets.Runtime;

/// <summary>Floats and whole cache lines: a vector that crosses lines costs two loads, and a store of it four.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Aligned
{
    /// <summary>Floats that a buffer must have beyond those that are used.</summary>
    public const int Padding = 15;

    /// <summary>The first float of a buffer that starts a cache line.</summary>
    /// <param name="buffer">On the stack or pinned: memory that does not move.</param>
    public static ref float Start(Span<float> buffer)
    {
        ref var first = ref MemoryMarshal.GetReference(buffer);
        return ref Unsafe.AddByteOffset(ref first, -Address(ref first) & 63);
    }

    /// <summary>Floats from the start of its cache line to a float of static data, 0 to 15.</summary>
    /// <param name="place">A float that does not move.</param>
    /// <remarks>Never inlined: the JIT of .NET 10 stops optimising a method in which it computes with the address of static data.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Shift(ref float place) => (int)(Address(ref place) & 63) / sizeof(float);

    private static nint Address(ref float place) => Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref place);
}
