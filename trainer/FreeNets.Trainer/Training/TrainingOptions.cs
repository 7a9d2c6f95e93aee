using FreeNets.Model;

namespace FreeNets.Trainer.Training;

/// <summary>Everything that decides what a training run computes. The defaults are those of <c>freenets train</c>.</summary>
public sealed record TrainingOptions
{
    /// <summary>k, at least 1.</summary>
    public int Neurons { get; init; } = 100;

    /// <summary>σ.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Epochs on the dense graph, at least 1.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Epochs after each change of the graph, at least 1.</summary>
    public int RoundEpochs { get; init; } = 5;

    /// <summary>Updates of the graph at most; 0 keeps it dense.</summary>
    public int MaxRounds { get; init; } = 10;

    /// <summary>ε of FreeEvolve, in (0, 1).</summary>
    public double Epsilon { get; init; } = 0.25;

    /// <summary>What initial weights and the order of samples follow from.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Samples a step, at least 1.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>AdamW's rate at the start of the first round; it falls to 0 along a half cosine in each round.</summary>
    public double LearningRate { get; init; } = 4e-3;

    /// <summary>Where later rounds start, as a fraction of <see cref="LearningRate"/>: they mend, and need not learn anew.</summary>
    public double LaterRoundRate { get; init; } = 0.1;

    /// <summary>AdamW's decoupled weight decay, at least 0, for all weights but biases.</summary>
    public double WeightDecay { get; init; } = 0.01;
}
