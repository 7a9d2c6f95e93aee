using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FreeNets.Runtime;

/// <summary>Buffers at whole cache lines: a vector that crosses lines costs two loads, and a store of it four.</summary>
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
        var address = Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref first);
        return ref Unsafe.AddByteOffset(ref first, -address & 63);
    }
}
