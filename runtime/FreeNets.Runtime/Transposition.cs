using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FreeNets.Runtime;

/// <summary>Turns rows into columns, between one row per sample and one lane per sample.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Transposition
{
    /// <summary>Writes the transpose of a matrix: target[c, r] = source[r, c].</summary>
    /// <param name="source">[rows, columns], each row <paramref name="sourceStride"/> floats after the last.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="sourceStride">Floats from row to row of the source, at least <paramref name="columns"/>.</param>
    /// <param name="target">[columns, rows], each row <paramref name="targetStride"/> floats after the last.</param>
    /// <param name="targetStride">Floats from row to row of the target, at least <paramref name="rows"/>.</param>
    /// <remarks>In blocks of 4×4, each in registers; what the blocks do not cover goes one by one. Unchecked: callers own the
    /// sizes.</remarks>
    public static void Copy(ref float source, int rows, int columns, nint sourceStride, ref float target, nint targetStride)
    {
        var (blockRows, blockColumns) = (rows & ~3, columns & ~3);
        for (nint r = 0; r < blockRows; r += 4)
        {
            for (nint c = 0; c < blockColumns; c += 4)
            {
                CopyBlock(
                    ref Unsafe.Add(ref source, (r * sourceStride) + c), sourceStride,
                    ref Unsafe.Add(ref target, (c * targetStride) + r), targetStride);
            }
        }

        for (nint r = 0; r < rows; r++)
        {
            for (nint c = r < blockRows ? blockColumns : 0; c < columns; c++)
            {
                Unsafe.Add(ref target, (c * targetStride) + r) = Unsafe.Add(ref source, (r * sourceStride) + c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyBlock(ref float source, nint sourceStride, ref float target, nint targetStride)
    {
        var a = Vector128.LoadUnsafe(ref source);
        var b = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, sourceStride));
        var c = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 2 * sourceStride));
        var d = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 3 * sourceStride));

        var (row0, row1, row2, row3) = Of(a, b, c, d);
        row0.StoreUnsafe(ref target);
        row1.StoreUnsafe(ref Unsafe.Add(ref target, targetStride));
        row2.StoreUnsafe(ref Unsafe.Add(ref target, 2 * targetStride));
        row3.StoreUnsafe(ref Unsafe.Add(ref target, 3 * targetStride));
    }

    /// <summary>The transpose of 4 rows of 4 floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector128<float> A, Vector128<float> B, Vector128<float> C, Vector128<float> D) Of(
        Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        var (ac0, ac1) = Interleave(a, c);
        var (bd0, bd1) = Interleave(b, d);
        var (row0, row1) = Interleave(ac0, bd0);
        var (row2, row3) = Interleave(ac1, bd1);
        return (row0, row1, row2, row3);
    }

    /// <summary>a0 b0 a1 b1 and a2 b2 a3 b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float> Low, Vector128<float> High) Interleave(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
        {
            return (Sse.UnpackLow(a, b), Sse.UnpackHigh(a, b));
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            return (AdvSimd.Arm64.ZipLow(a, b), AdvSimd.Arm64.ZipHigh(a, b));
        }

        return (
            Vector128.Create(a[0], b[0], a[1], b[1]),
            Vector128.Create(a[2], b[2], a[3], b[3]));
    }
}
