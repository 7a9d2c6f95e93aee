using FreeNets.Model;
using FreeNets.Trainer.Generated;

namespace FreeNets.Trainer.Polynomials;

/// <summary>How far code is from its polynomial.</summary>
/// <param name="Points">How many inputs were tried.</param>
/// <param name="Largest">The largest distance; NaN where the code gave NaN.</param>
/// <param name="At">The input where that is.</param>
/// <param name="LargestValue">The largest size of the polynomial itself.</param>
internal sealed record PolynomialError(int Points, double Largest, float At, double LargestValue)
{
    private const int Count = 2_001;

    /// <summary>Compares code with the polynomial in exact arithmetic, at inputs spread over its domain.</summary>
    public static PolynomialError Of(PolynomialNet polynomial, GeneratedModel code)
    {
        var (exact, logits) = (polynomial.Polynomial.ToFunction(), new float[1]);
        var (largest, at, size) = (0.0, 0f, 0.0);
        foreach (var x in Spread(polynomial.Net.Domain, Count))
        {
            code.Predict([x], logits);
            var value = exact(x);
            size = Math.Max(size, Math.Abs(value));
            if (!(Math.Abs(logits[0] - value) <= largest))
            {
                (largest, at) = (Math.Abs(logits[0] - value), x);
            }
        }

        return new PolynomialError(Count, largest, at, size);
    }

    /// <summary>Inputs at equal distances, both ends among them.</summary>
    public static float[] Spread(InputDomain domain, int count)
    {
        var (low, high) = ((double)domain.Minimum.Uniform, (double)domain.Maximum.Uniform);
        return [.. Enumerable.Range(0, count).Select(i => (float)(low + ((high - low) * i / (count - 1))))];
    }
}
