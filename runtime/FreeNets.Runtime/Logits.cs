using System.ComponentModel;

namespace FreeNets.Runtime;

/// <summary>What is done with logits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Logits
{
    /// <summary>Differences that rounding may cause, relative to the largest logit.</summary>
    private const float Tolerance = 1e-4f;

    /// <summary>The index of the largest value, the first of equals; 0 for an empty span.</summary>
    public static int ArgMax(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[best])
            {
                best = i;
            }
        }

        return best;
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
