using System.ComponentModel;

namespace FreeNets.Runtime;

/// <summary>Probabilities of classes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Probabilities
{
    // Below it, e to the power of x is 0 in float32.
    private const double Least = -150;

    // ln 2 in two parts, of which the first has few enough bits for exact multiples.
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const int Terms = 13;

    /// <summary>Softmax of logits, or of logarithms of probabilities. The same bits on every machine; NaN makes all of them NaN.</summary>
    /// <param name="logits">One a class, at least one.</param>
    /// <param name="probabilities">Receives as many; may be longer.</param>
    public static void Softmax(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        var largest = logits[0];
        foreach (var logit in logits)
        {
            largest = logit > largest ? logit : largest;
        }

        // Twice, and not kept: there is no memory for float64.
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Exp((double)logit - largest);
        }

        for (var i = 0; i < logits.Length; i++)
        {
            probabilities[i] = (float)(Exp((double)logits[i] - largest) / sum);
        }
    }

    /// <summary>Copies what are probabilities already.</summary>
    /// <param name="values">One a class.</param>
    /// <param name="probabilities">Receives as many; may be longer.</param>
    public static void Copy(ReadOnlySpan<float> values, Span<float> probabilities)
    {
        for (var i = 0; i < values.Length; i++)
        {
            probabilities[i] = values[i];
        }
    }

    /// <summary>e to the power of x, at most 0, by its series around the nearest multiple of ln 2: additions and products only.</summary>
    private static double Exp(double x)
    {
        if (x < Least)
        {
            return 0;
        }

        var power = Math.Floor((x / Ln2High) + 0.5);
        var rest = x - (power * Ln2High) - (power * Ln2Low);
        var sum = 1.0;
        for (var term = Terms; term > 0; term--)
        {
            sum = 1 + (sum * rest / term);
        }

        // NaN stays NaN whatever it is multiplied by.
        return sum * BitConverter.Int64BitsToDouble(((long)(double.IsNaN(power) ? 0 : power) + 1023) << 52);
    }
}
