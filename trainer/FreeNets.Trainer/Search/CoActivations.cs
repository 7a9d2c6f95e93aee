using FreeNets.Model;

namespace FreeNets.Trainer.Search;

/// <summary>How often neurons were active together on n samples: S·Sᵀ of the paper's section 3.4, not yet divided by n.</summary>
/// <param name="Samples">n, at least 1 before a fraction is asked for.</param>
/// <param name="Neurons">k.</param>
/// <param name="Counts">[k, k], symmetric; (i, i) counts the samples that activate neuron i, (i, j) those that activate both.</param>
public sealed record CoActivations(long Samples, int Neurons, EquatableArray<long> Counts)
{
    /// <summary>Samples on which both neurons are active.</summary>
    public long Active(int i, int j) => Counts[(i * Neurons) + j];

    /// <summary>
    /// Samples on which neither is active, by inclusion and exclusion: n − a_i − a_j + a_ij. No second product is needed.
    /// </summary>
    public long Inactive(int i, int j) => Samples - Active(i, i) - Active(j, j) + Active(i, j);

    /// <summary>NCAM(i, j), in [0, 1].</summary>
    public double Ncam(int i, int j) => (double)Active(i, j) / Samples;

    /// <summary>NCIM(i, j), in [0, 1].</summary>
    public double Ncim(int i, int j) => (double)Inactive(i, j) / Samples;

    /// <summary>What these samples and <paramref name="other"/>'s give together: shards and batches merge in any order.</summary>
    /// <exception cref="ArgumentException">The numbers of neurons differ.</exception>
    public CoActivations Plus(CoActivations other) => Combine(other, 1);

    /// <summary>What is left when <paramref name="other"/>'s samples, which are among these, are taken out.</summary>
    /// <exception cref="ArgumentException">The numbers of neurons differ.</exception>
    public CoActivations Minus(CoActivations other) => Combine(other, -1);

    private CoActivations Combine(CoActivations other, int sign)
    {
        if (other.Neurons != Neurons)
        {
            throw new ArgumentException($"Statistics of {Neurons} and {other.Neurons} neurons cannot be combined.", nameof(other));
        }

        var counts = new long[Counts.Count];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = Counts[i] + (sign * other.Counts[i]);
        }

        return new CoActivations(Samples + (sign * other.Samples), Neurons, counts);
    }
}
