using FreeNets.Model;

namespace FreeNets.Trainer.Search;

/// <summary>What one update of the graph found and made.</summary>
/// <param name="Aug">Absent edges between neurons that are nearly always active together.</param>
/// <param name="Prune">Present edges between neurons that are nearly always inactive together.</param>
/// <param name="Next">G'.</param>
public sealed record GraphUpdate(Ncg Aug, Ncg Prune, Ncg Next);

/// <summary>FREEEVOLVE's update of the graph: lines 5 to 7 of Algorithm 2.</summary>
/// <remarks>
/// <code>
/// Aug   = (NCAM &gt; 1 − ε) ∧ ¬G
/// Prune = (NCIM &gt; 1 − ε) ∧ G
/// G'    = (G ∧ ¬Prune) ∨ (Aug ∧ ¬Prune)
/// </code>
/// NCAM and NCIM are symmetric: only their strict lower triangle can be edges, in the fixed order of the neurons.
/// NCAM + NCIM ≤ 1, so up to ε = 0.5 no pair can be both; above it the ∧ ¬Prune decides.
/// The paper has one ε; here each rule may have its own.
/// </remarks>
public static class FreeEvolve
{
    /// <summary>The update of <paramref name="g"/> that the statistics ask for.</summary>
    /// <param name="g">G.</param>
    /// <param name="statistics">Co-activations of the same neurons over the data, at least one sample.</param>
    /// <param name="pruneEpsilon">ε of Prune, in (0, 1).</param>
    /// <param name="augmentEpsilon">ε of Aug, in (0, 1).</param>
    /// <exception cref="ArgumentException">No sample, a different number of neurons, or ε out of range.</exception>
    public static GraphUpdate Update(Ncg g, CoActivations statistics, double pruneEpsilon, double augmentEpsilon)
    {
        if (statistics.Neurons != g.Neurons || statistics.Samples < 1)
        {
            throw new ArgumentException(
                $"A graph of {g.Neurons} neurons needs their statistics over at least one sample.", nameof(statistics));
        }

        var oftenActive = Threshold(augmentEpsilon, statistics.Samples);
        var oftenInactive = Threshold(pruneEpsilon, statistics.Samples);
        var coActive = Ncg.FromPredicate(g.Neurons, (i, j) => statistics.Active(i, j) > oftenActive);
        var coInactive = Ncg.FromPredicate(g.Neurons, (i, j) => statistics.Inactive(i, j) > oftenInactive);
        var aug = coActive.AndNot(g);
        var prune = coInactive.And(g);
        return new GraphUpdate(aug, prune, g.AndNot(prune).Or(aug.AndNot(prune)));
    }

    /// <summary>⌊(1 − ε) · n⌋: a whole count is above (1 − ε) · n exactly when it is above this.</summary>
    /// <remarks>In decimal, where 1 − ε has no rounding error that could turn the paper's strict "&gt;" into "≥".</remarks>
    internal static long Threshold(double epsilon, long samples) =>
        epsilon is > 0 and < 1
            ? (long)decimal.Floor((1 - (decimal)epsilon) * samples)
            : throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "ε lies between 0 and 1.");
}
