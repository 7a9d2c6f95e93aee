using FreeNets.Trainer.Search;

namespace FreeNets.Trainer.Tests.Search;

/// <summary>Co-activations from samples written out by hand, counted in the plainest way.</summary>
internal static class Statistics
{
    /// <summary>The co-activations of S, given as one row per sample.</summary>
    public static CoActivations Of(bool[][] s)
    {
        var neurons = s[0].Length;
        var counts = new long[neurons * neurons];
        foreach (var row in s)
        {
            for (var i = 0; i < neurons; i++)
            {
                for (var j = 0; j < neurons; j++)
                {
                    counts[(i * neurons) + j] += row[i] && row[j] ? 1 : 0;
                }
            }
        }

        return new CoActivations(s.Length, neurons, counts);
    }

    /// <summary>Samples in which some neurons are nearly always active, others nearly never.</summary>
    public static bool[][] RandomActivity(Random random, int neurons, int samples)
    {
        var rates = Enumerable.Range(0, neurons).Select(_ => random.Next(3) / 2.0).Select(rate => 0.05 + (0.9 * rate)).ToArray();
        return [.. Enumerable.Range(0, samples).Select(_ => Array.ConvertAll(rates, rate => random.NextDouble() < rate))];
    }
}
