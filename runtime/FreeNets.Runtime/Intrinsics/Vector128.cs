using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Framework = System.Runtime.Intrinsics.Vector128;
#if !NET9_0_OR_GREATER
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
#endif

namespace FreeNets.Runtime.Intrinsics;

/// <summary>
/// Operations of the framework's class of this name that .NET 8 lacks. Code generated for .NET 9 and later calls that class itself.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Vector128
{
    /// <summary>a × b + c, rounded once where the machine can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAddEstimate(Vector128<float> left, Vector128<float> right, Vector128<float> addend)
    {
#if NET9_0_OR_GREATER
        return Framework.MultiplyAddEstimate(left, right, addend);
#else
        return AdvSimd.IsSupported ? AdvSimd.FusedMultiplyAdd(addend, left, right)
            : Fma.IsSupported ? Fma.MultiplyAdd(left, right, addend)
            : (left * right) + addend;
#endif
    }

    /// <summary>
    /// The larger of each pair of lanes; of a NaN and a number, either, but always a NaN that is <paramref name="right"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MaxNative(Vector128<float> left, Vector128<float> right)
    {
#if NET9_0_OR_GREATER
        return Framework.MaxNative(left, right);
#else
        return Framework.Max(left, right);
#endif
    }

    /// <summary>
    /// The smaller of each pair of lanes; of a NaN and a number, either, but always a NaN that is <paramref name="right"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MinNative(Vector128<float> left, Vector128<float> right)
    {
#if NET9_0_OR_GREATER
        return Framework.MinNative(left, right);
#else
        return Framework.Min(left, right);
#endif
    }
}
