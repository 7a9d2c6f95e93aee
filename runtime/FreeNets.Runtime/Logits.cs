using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FreeNets.Runtime;

/// <summary>What is done with logits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Logits
{
    /// <summary>Differences that rounding may cause, relative to the largest logit.</summary>
    private const float Tolerance = 1e-4f;

    /// <summary>The index of the largest value, the first of equals; 0 for an empty span, -1 when a value is NaN.</summary>
    public static int ArgMax(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 0; i < logits.Length; i++)
        {
            if (float.IsNaN(logits[i]))
            {
                return -1;
            }

            best = logits[i] > logits[best] ? i : best;
        }

        return best;
    }

    /// <summary>Whether one of <paramref name="count"/> values is NaN.</summary>
    public static bool HasNaN(ref float values, nint count)
    {
        nint i = 0;
        for (; i <= count - Vector128<float>.Count; i += Vector128<float>.Count)
        {
            var four = Vector128.LoadUnsafe(ref values, (nuint)i);
            if (!Vector128.EqualsAll(four, four))
            {
                return true;
            }
        }

        for (; i < count; i++)
        {
            if (float.IsNaN(Unsafe.Add(ref values, i)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// A copy of a sample with a number in the place of inputs that no weight uses: 0 times NaN or infinity would be NaN.
    /// </summary>
    /// <param name="x">The sample.</param>
    /// <param name="unused">The first of the places of these inputs.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="value">The number: the mean of inputs.</param>
    /// <param name="used">Receives the copy.</param>
    public static void CopyUsed(ref float x, ref int unused, int count, float value, Span<float> used)
    {
        MemoryMarshal.CreateReadOnlySpan(ref x, used.Length).CopyTo(used);
        foreach (var input in MemoryMarshal.CreateReadOnlySpan(ref unused, count))
        {
            used[input] = value;
        }
    }

    /// <summary>True when all values agree within 1e-4 × the largest magnitude expected. NaN agrees with nothing.</summary>
    public static bool Agree(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        var largest = 0f;
        foreach (var value in expected)
        {
            largest = MathF.Max(largest, MathF.Abs(value));
        }

        for (var i = 0; i < expected.Length; i++)
        {
            if (!(MathF.Abs(actual[i] - expected[i]) <= Tolerance * largest))
            {
                return false;
            }
        }

        return true;
    }
}
