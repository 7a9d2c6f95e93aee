namespace FreeNets.Trainer.Data;

/// <summary>Which part of data that come as one is held out to test with.</summary>
/// <param name="Fraction">The part, in (0, 1).</param>
/// <param name="Seed">What decides which samples.</param>
public sealed record Holding(double Fraction, long Seed)
{
    /// <summary>Instead of a fraction: which of so many parts, from 0.</summary>
    public (int Number, int Of)? Fold { get; init; }
}
