using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FreeNets.Trainer.Kernels;

/// <summary>What a kernel needs of a vector of float32: written once, it runs at every width and, lane by lane, at a loop's end.</summary>
/// <typeparam name="TVector">The vector, which holds <see cref="Count"/> floats.</typeparam>
/// <remarks>Every operation is rounded as IEEE 754 says, so that a processor gives the same bits at each run.</remarks>
internal unsafe interface ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Floats in a vector.</summary>
    public static abstract int Count { get; }

    public static abstract TVector Broadcast(float value);

    public static abstract TVector Load(float* from);

    /// <summary>Bytes, as the floats of the same value.</summary>
    public static abstract TVector LoadBytes(byte* from);

    public static abstract void Store(TVector value, float* to);

    public static abstract TVector Add(TVector a, TVector b);

    public static abstract TVector Subtract(TVector a, TVector b);

    public static abstract TVector Multiply(TVector a, TVector b);

    public static abstract TVector Divide(TVector a, TVector b);

    public static abstract TVector Sqrt(TVector a);

    /// <summary>a · b + c, rounded once where the processor can.</summary>
    public static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>max(a, 0), which keeps NaN.</summary>
    public static abstract TVector Relu(TVector a);

    /// <summary>
    /// Lane by lane, <paramref name="then"/> where <paramref name="condition"/> is not 0, else <paramref name="otherwise"/>.
    /// </summary>
    public static abstract TVector WhereNonZero(TVector condition, TVector then, TVector otherwise);

    public static abstract bool AllZero(TVector a);

    /// <summary>The sums over the lanes of four vectors.</summary>
    public static abstract Vector128<float> Sums(TVector a, TVector b, TVector c, TVector d);
}

/// <summary>The widths that kernels come in.</summary>
internal static class Lanes
{
    /// <summary>Lanes of the widest vectors that this processor computes with: 16, 8 or 4.</summary>
    public static int Widest => Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : 4;
}

/// <summary>Sixteen lanes: AVX-512.</summary>
internal readonly unsafe struct Lanes512 : ILanes<Vector512<float>>
{
    public static int Count => 16;

    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    public static Vector512<float> Load(float* from) => Vector512.Load(from);

    public static Vector512<float> LoadBytes(byte* from)
    {
        var words = Vector256.WidenLower(Vector128.Load(from).ToVector256Unsafe());
        return Vector512.ConvertToSingle(Vector512.WidenLower(words.ToVector512Unsafe()).AsInt32());
    }

    public static void Store(Vector512<float> value, float* to) => value.Store(to);

    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;

    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    public static Vector512<float> Divide(Vector512<float> a, Vector512<float> b) => a / b;

    public static Vector512<float> Sqrt(Vector512<float> a) => Vector512.Sqrt(a);

    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.FusedMultiplyAdd(a, b, c);

    public static Vector512<float> Relu(Vector512<float> a) => Vector512.Max(a, Vector512<float>.Zero);

    public static Vector512<float> WhereNonZero(Vector512<float> condition, Vector512<float> then, Vector512<float> otherwise) =>
        Vector512.ConditionalSelect(Vector512.Equals(condition, Vector512<float>.Zero), otherwise, then);

    public static bool AllZero(Vector512<float> a) => Vector512.EqualsAll(a, Vector512<float>.Zero);

    public static Vector128<float> Sums(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d) =>
        Lanes256.Sums(Fold(a), Fold(b), Fold(c), Fold(d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Fold(Vector512<float> a) => a.GetLower() + a.GetUpper();
}

/// <summary>Eight lanes: AVX2 with FMA.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Vector256<float>>
{
    public static int Count => 8;

    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    public static Vector256<float> Load(float* from) => Vector256.Load(from);

    public static Vector256<float> LoadBytes(byte* from)
    {
        var words = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)from).AsByte());
        return Vector256.ConvertToSingle(Vector256.WidenLower(words.ToVector256Unsafe()).AsInt32());
    }

    public static void Store(Vector256<float> value, float* to) => value.Store(to);

    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;

    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    public static Vector256<float> Divide(Vector256<float> a, Vector256<float> b) => a / b;

    public static Vector256<float> Sqrt(Vector256<float> a) => Vector256.Sqrt(a);

    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Fma.IsSupported ? Fma.MultiplyAdd(a, b, c) : (a * b) + c;

    public static Vector256<float> Relu(Vector256<float> a) => Vector256.Max(a, Vector256<float>.Zero);

    public static Vector256<float> WhereNonZero(Vector256<float> condition, Vector256<float> then, Vector256<float> otherwise) =>
        Vector256.ConditionalSelect(Vector256.Equals(condition, Vector256<float>.Zero), otherwise, then);

    public static bool AllZero(Vector256<float> a) => Vector256.EqualsAll(a, Vector256<float>.Zero);

    public static Vector128<float> Sums(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d) =>
        Lanes128.Sums(Fold(a), Fold(b), Fold(c), Fold(d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Fold(Vector256<float> a) => a.GetLower() + a.GetUpper();
}

/// <summary>Four lanes: SSE, and NEON on Arm.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Vector128<float>>
{
    public static int Count => 4;

    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    public static Vector128<float> Load(float* from) => Vector128.Load(from);

    public static Vector128<float> LoadBytes(byte* from)
    {
        var words = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(uint*)from).AsByte());
        return Vector128.ConvertToSingle(Vector128.WidenLower(words).AsInt32());
    }

    public static void Store(Vector128<float> value, float* to) => value.Store(to);

    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    public static Vector128<float> Divide(Vector128<float> a, Vector128<float> b) => a / b;

    public static Vector128<float> Sqrt(Vector128<float> a) => Vector128.Sqrt(a);

    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Fma.IsSupported || AdvSimd.IsSupported ? Vector128.FusedMultiplyAdd(a, b, c) : (a * b) + c;

    public static Vector128<float> Relu(Vector128<float> a) => Vector128.Max(a, Vector128<float>.Zero);

    public static Vector128<float> WhereNonZero(Vector128<float> condition, Vector128<float> then, Vector128<float> otherwise) =>
        Vector128.ConditionalSelect(Vector128.Equals(condition, Vector128<float>.Zero), otherwise, then);

    public static bool AllZero(Vector128<float> a) => Vector128.EqualsAll(a, Vector128<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sums(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d) =>
        AddPairs(AddPairs(a, b), AddPairs(c, d));

    /// <summary>(a₀ + a₁, a₂ + a₃, b₀ + b₁, b₂ + b₃).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> AddPairs(Vector128<float> a, Vector128<float> b) =>
        Sse3.IsSupported ? Sse3.HorizontalAdd(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.AddPairwise(a, b)
        : Vector128.Create(a[0] + a[1], a[2] + a[3], b[0] + b[1], b[2] + b[3]);
}

/// <summary>One lane: what is left at the end of a loop.</summary>
internal readonly unsafe struct Lane : ILanes<float>
{
    public static int Count => 1;

    public static float Broadcast(float value) => value;

    public static float Load(float* from) => *from;

    public static float LoadBytes(byte* from) => *from;

    public static void Store(float value, float* to) => *to = value;

    public static float Add(float a, float b) => a + b;

    public static float Subtract(float a, float b) => a - b;

    public static float Multiply(float a, float b) => a * b;

    public static float Divide(float a, float b) => a / b;

    public static float Sqrt(float a) => MathF.Sqrt(a);

    public static float MultiplyAdd(float a, float b, float c) =>
        Fma.IsSupported || AdvSimd.IsSupported ? MathF.FusedMultiplyAdd(a, b, c) : (a * b) + c;

    public static float Relu(float a) => MathF.Max(a, 0);

    public static float WhereNonZero(float condition, float then, float otherwise) => condition == 0 ? otherwise : then;

    public static bool AllZero(float a) => a == 0;

    public static Vector128<float> Sums(float a, float b, float c, float d) => Vector128.Create(a, b, c, d);
}
