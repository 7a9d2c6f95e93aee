using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FreeNets.Runtime;

/// <summary>Memory for the constants of very large networks, which generated code carries as text.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ConstantMemory
{
    private const int Alignment = 64;

    /// <summary>
    /// Copies text, two characters for 32 bits, to memory that is aligned to 64 bytes and stays for the life of the process.
    /// </summary>
    /// <returns>The address.</returns>
    public static nint Of(string text)
    {
        var source = MemoryMarshal.AsBytes(text.AsSpan());
        var address = (Marshal.AllocHGlobal(source.Length + Alignment) + Alignment - 1) & ~(nint)(Alignment - 1);
        source.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), address), source.Length));
        return address;
    }
}
