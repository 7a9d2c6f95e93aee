using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FreeNets.Runtime;

/// <summary>Turns some inputs of a block of samples into float32 vectors with one lane per sample.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class InputPanel
{
    /// <summary>Writes target[i, lane] = input i of sample <c>lane</c>; lanes without a sample repeat the last one.</summary>
    /// <param name="x">The first of the inputs in the first sample.</param>
    /// <param name="samples">The number of samples, 1 to <paramref name="lanes"/>.</param>
    /// <param name="stride">Inputs from one sample to the next, at least <paramref name="count"/>.</param>
    /// <param name="count">The number of inputs.</param>
    /// <param name="target">[count, lanes].</param>
    /// <param name="lanes">A multiple of 4, at most 64.</param>
    /// <remarks>
    /// In tiles of 16 bytes per sample; where <paramref name="count"/> is not a whole number of tiles, the last overlaps the one before it.
    /// Four bytes travel as if they were one float and part at the end. Unchecked: callers own the sizes.
    /// </remarks>
    public static void Fill<T>(ref T x, nint samples, nint stride, nint count, ref float target, nint lanes)
        where T : unmanaged
    {
        Span<nint> places = stackalloc nint[(int)lanes];
        for (var lane = 0; lane < places.Length; lane++)
        {
            places[lane] = nint.Min(lane, samples - 1) * stride;
        }

        ref var rows = ref MemoryMarshal.GetReference(places);
        nint tile = typeof(T) == typeof(byte) ? 16 : 4;
        if (count < tile)
        {
            FillOneByOne(ref x, ref rows, count, ref target, lanes);
            return;
        }

        var isWide = Avx512F.IsSupported && lanes % 16 == 0;
        for (nint lane = 0; lane < lanes; lane += isWide ? 16 : 4)
        {
            for (nint i = 0; i < count; i += tile)
            {
                var first = nint.Min(i, count - tile);
                ref var bytes = ref Unsafe.As<T, byte>(ref Unsafe.Add(ref x, first));
                ref var place = ref Unsafe.Add(ref target, (first * lanes) + lane);
                if (isWide)
                {
                    Fill16<T>(ref bytes, ref Unsafe.Add(ref rows, lane), ref place, lanes);
                }
                else
                {
                    Fill4<T>(ref bytes, ref Unsafe.Add(ref rows, lane), ref place, lanes);
                }
            }
        }
    }

    /// <summary>Makes (value − mean) · scale of every value of a panel: the float32 operations that one sample sees.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="length">A multiple of 4.</param>
    /// <param name="mean">Subtracted.</param>
    /// <param name="scale">Multiplied with.</param>
    public static void Normalise(ref float panel, nint length, float mean, float scale)
    {
        for (nint i = 0; i < length; i += Vector128<float>.Count)
        {
            ref var place = ref Unsafe.Add(ref panel, i);
            ((Vector128.LoadUnsafe(ref place) - Vector128.Create(mean)) * scale).StoreUnsafe(ref place);
        }
    }

    /// <summary>The same with a mean and a scale for each input.</summary>
    /// <param name="panel">[count, lanes].</param>
    /// <param name="count">The number of inputs.</param>
    /// <param name="lanes">A multiple of 4.</param>
    /// <param name="means">[count], subtracted.</param>
    /// <param name="scales">[count], multiplied with.</param>
    public static void NormaliseEach(ref float panel, nint count, nint lanes, ref float means, ref float scales)
    {
        for (nint i = 0; i < count; i++)
        {
            Normalise(ref Unsafe.Add(ref panel, i * lanes), lanes, Unsafe.Add(ref means, i), Unsafe.Add(ref scales, i));
        }
    }

    private static void FillOneByOne<T>(ref T x, ref nint rows, nint count, ref float target, nint lanes)
        where T : unmanaged
    {
        for (nint i = 0; i < count; i++)
        {
            for (nint lane = 0; lane < lanes; lane++)
            {
                Unsafe.Add(ref target, (i * lanes) + lane) = Element.ToSingle(Unsafe.Add(ref x, Unsafe.Add(ref rows, lane) + i));
            }
        }
    }

    /// <summary>16 bytes of 4 samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill4<T>(ref byte x, ref nint rows, ref float target, nint lanes)
        where T : unmanaged
    {
        var (a, b, c, d) = Transposition.Of(
            Row<T>(ref x, ref rows, 0), Row<T>(ref x, ref rows, 1), Row<T>(ref x, ref rows, 2), Row<T>(ref x, ref rows, 3));
        var step = typeof(T) == typeof(byte) ? 4 * lanes : lanes;
        Store<T>(a, ref target, lanes);
        Store<T>(b, ref Unsafe.Add(ref target, step), lanes);
        Store<T>(c, ref Unsafe.Add(ref target, 2 * step), lanes);
        Store<T>(d, ref Unsafe.Add(ref target, 3 * step), lanes);
    }

    /// <summary>16 bytes of 16 samples: four times what <see cref="Fill4"/> does, side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill16<T>(ref byte x, ref nint rows, ref float target, nint lanes)
        where T : unmanaged
    {
        var (a, b, c, d) = (
            FourRows<T>(ref x, ref rows, 0), FourRows<T>(ref x, ref rows, 1), FourRows<T>(ref x, ref rows, 2),
            FourRows<T>(ref x, ref rows, 3));
        var (ac0, ac1) = (Avx512F.UnpackLow(a, c), Avx512F.UnpackHigh(a, c));
        var (bd0, bd1) = (Avx512F.UnpackLow(b, d), Avx512F.UnpackHigh(b, d));
        var step = typeof(T) == typeof(byte) ? 4 * lanes : lanes;
        Store<T>(Avx512F.UnpackLow(ac0, bd0), ref target, lanes);
        Store<T>(Avx512F.UnpackHigh(ac0, bd0), ref Unsafe.Add(ref target, step), lanes);
        Store<T>(Avx512F.UnpackLow(ac1, bd1), ref Unsafe.Add(ref target, 2 * step), lanes);
        Store<T>(Avx512F.UnpackHigh(ac1, bd1), ref Unsafe.Add(ref target, 3 * step), lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Row<T>(ref byte x, ref nint rows, nint row)
        where T : unmanaged =>
        Vector128.LoadUnsafe(ref Unsafe.As<T, float>(ref Unsafe.Add(ref Unsafe.As<byte, T>(ref x), Unsafe.Add(ref rows, row))));

    /// <summary>Rows <paramref name="row"/>, 4, 8 and 12 further, one in each quarter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> FourRows<T>(ref byte x, ref nint rows, nint row)
        where T : unmanaged
    {
        var quarters = Row<T>(ref x, ref rows, row).ToVector256Unsafe().ToVector512Unsafe();
        quarters = Avx512F.InsertVector128(quarters, Row<T>(ref x, ref rows, row + 4), 1);
        quarters = Avx512F.InsertVector128(quarters, Row<T>(ref x, ref rows, row + 8), 2);
        return Avx512F.InsertVector128(quarters, Row<T>(ref x, ref rows, row + 12), 3);
    }

    /// <summary>One input of each sample, or four bytes of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector128<float> samples, ref float target, nint lanes)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            samples.StoreUnsafe(ref target);
            return;
        }

        var (bytes, mask) = (samples.AsInt32(), Vector128.Create(0xFF));
        Vector128.ConvertToSingle(bytes & mask).StoreUnsafe(ref target);
        Vector128.ConvertToSingle((bytes >>> 8) & mask).StoreUnsafe(ref Unsafe.Add(ref target, lanes));
        Vector128.ConvertToSingle((bytes >>> 16) & mask).StoreUnsafe(ref Unsafe.Add(ref target, 2 * lanes));
        Vector128.ConvertToSingle(bytes >>> 24).StoreUnsafe(ref Unsafe.Add(ref target, 3 * lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector512<float> samples, ref float target, nint lanes)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            samples.StoreUnsafe(ref target);
            return;
        }

        var (bytes, mask) = (samples.AsInt32(), Vector512.Create(0xFF));
        Vector512.ConvertToSingle(bytes & mask).StoreUnsafe(ref target);
        Vector512.ConvertToSingle((bytes >>> 8) & mask).StoreUnsafe(ref Unsafe.Add(ref target, lanes));
        Vector512.ConvertToSingle((bytes >>> 16) & mask).StoreUnsafe(ref Unsafe.Add(ref target, 2 * lanes));
        Vector512.ConvertToSingle(bytes >>> 24).StoreUnsafe(ref Unsafe.Add(ref target, 3 * lanes));
    }
}
