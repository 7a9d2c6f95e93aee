using System.Text.Json.Serialization;

namespace FreeNets.Trainer.Search.Budgets;

/// <summary>By what weights are ranked.</summary>
public enum BudgetScore
{
    /// <summary>|w| · root mean square of its source: what the weight carries.</summary>
    Signal,

    /// <summary>|w| alone.</summary>
    Magnitude,
}

/// <summary>One number of live weights for encoder, graph and decoder together, and how it is reached.</summary>
/// <param name="Weights">N, at least 1; or <see cref="Full"/>, until the pattern has put a number there.</param>
public sealed record Budget(int Weights)
{
    /// <summary>As many weights as caps, levels and layers leave room for.</summary>
    public const int Full = 0;

    /// <summary>The part of the training in which the rate rises to its peak, so that no first steps spoil the ranking.</summary>
    public const double WarmUp = 0.01;

    /// <summary>What the ranking goes by.</summary>
    public BudgetScore Score { get; init; } = BudgetScore.Signal;

    /// <summary>Steps between two rankings, at least 1; a short training has fewer, so that there are many rankings.</summary>
    public int Every { get; init; } = 100;

    /// <summary>
    /// The part of the training before pruning starts, below <see cref="End"/>: weights are still mostly their first draw.
    /// </summary>
    public double Start { get; init; } = 0.08;

    /// <summary>The part of the training after which the budget holds and nothing changes but weights.</summary>
    public double End { get; init; } = 0.5;

    /// <summary>The cap of the inputs of each neuron, or null.</summary>
    public Cap? InputCap { get; init; }

    /// <summary>The cap of the earlier neurons that each neuron reads, or null.</summary>
    public Cap? EdgeCap { get; init; }

    /// <summary>Ordered blocks of neurons of equal size, give or take one neuron, without edges inside a block; 0 for none.</summary>
    public int Levels { get; init; }

    /// <summary>
    /// What falls from <paramref name="all"/> to <paramref name="left"/> along Zhu and Gupta's cubic, when
    /// <paramref name="done"/> of the training, in [0, 1], is done.
    /// </summary>
    public double Fall(double all, double left, double done)
    {
        var rest = Math.Clamp((End - done) / (End - Start), 0, 1);
        return left + ((all - left) * rest * rest * rest);
    }

    /// <summary>What <c>freenets train</c> has to be told to search so again.</summary>
    public override string ToString() => FormattableString.Invariant($"--budget {Weights} {Pattern}");

    /// <summary>The limits inside which weights are chosen, as on the command line.</summary>
    [JsonIgnore]
    public string Pattern => FormattableString.Invariant($"--input-cap {Text(InputCap)} --edge-cap {Text(EdgeCap)} --levels {Levels}");

    private static string Text(Cap? cap) => cap?.ToString() ?? "none";
}
