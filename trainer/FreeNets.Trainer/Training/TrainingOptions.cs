using FreeNets.Model;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Search.Budgets;
using FreeNets.Trainer.Training.Existing;
using FreeNets.Trainer.Training.Optimisers;
using FreeNets.Trainer.Training.Rules;

namespace FreeNets.Trainer.Training;

/// <summary>Everything that decides what a training run computes. The defaults are those of <c>freenets train</c>.</summary>
public sealed record TrainingOptions
{
    /// <summary>What decides the graph.</summary>
    public Method Method { get; init; } = Method.Freeevolve;

    /// <summary>k, at least 1. A matched FCNN has more neurons than this: see <see cref="Methods.NeuronsOf"/>.</summary>
    public int Neurons { get; init; } = 100;

    /// <summary>σ.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>The network whose weights and graph the training starts from; null for a new one.</summary>
    public StartNetwork? From { get; init; }

    /// <summary>What the weights minimise.</summary>
    public Loss Loss { get; init; } = Loss.CrossEntropy;

    /// <summary>Epochs of the first round, at least 1: all there are, unless FreeEvolve's schedule is alternating.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>When FreeEvolve updates the graph.</summary>
    public Schedule Schedule { get; init; } = Schedule.Interleaved;

    /// <summary>Alternating: epochs after each update of the graph, at least 1.</summary>
    public int RoundEpochs { get; init; } = 5;

    /// <summary>Alternating: updates of the graph at most; 0 keeps it dense.</summary>
    public int MaxRounds { get; init; } = 10;

    /// <summary>Alternating: epochs without a lower training loss after which a round ends early; 0 for never.</summary>
    public int LossPatience { get; init; }

    /// <summary>Updates (interleaved: epochs of updates) in a row without a change that count as convergence, at least 1.</summary>
    public int Patience { get; init; } = 1;

    /// <summary>Interleaved: steps between two updates; 0 for one update an epoch.</summary>
    public int UpdateEvery { get; init; } = 1;

    /// <summary>Where the graph changes during the training: the last fraction of it, in [0, 1), in which it does not.</summary>
    public double FixedFraction { get; init; } = 0.2;

    /// <summary>Where FreeEvolve's statistics come from; null for what <see cref="SourceOf"/> then says.</summary>
    public StatisticsSource? StatisticsFrom { get; init; }

    /// <summary>Batches in the window; 0 for those since the last update.</summary>
    public int Window { get; init; }

    /// <summary>ε of both rules of FreeEvolve, where they have none of their own.</summary>
    public Epsilon Epsilon { get; init; } = 0.25;

    /// <summary>ε of pruning.</summary>
    public Epsilon PruneEpsilon
    {
        get => field == default ? Epsilon : field;
        init;
    }

    /// <summary>ε of augmenting.</summary>
    public Epsilon AugmentEpsilon
    {
        get => field == default ? Epsilon : field;
        init;
    }

    /// <summary>Live edges of the methods that are given their number; see <see cref="Methods.NeedsEdges(TrainingOptions)"/>.</summary>
    public int? Edges { get; init; }

    /// <summary>The neurons of each layer of <see cref="Method.Layered"/>, first to last; together <see cref="Neurons"/>.</summary>
    public IReadOnlyList<int>? Layers { get; init; }

    /// <summary>The live weights that encoder, graph and decoder share, or null for all that the method leaves.</summary>
    public Budget? Budget { get; init; }

    /// <summary>How the edges from inputs to neurons are chosen.</summary>
    public InputPruning PruneInputs { get; init; } = InputPruning.None;

    /// <summary>ε of FreeEvolve on edges from inputs, in (0, 1).</summary>
    public double InputEpsilon { get; init; } = 0.25;

    /// <summary>The fraction of the encoder's weights, in (0, 1], that gradual pruning leaves.</summary>
    public double InputDensity { get; init; } = 0.1;

    /// <summary>The fraction of the decoder's weights, in (0, 1], that gradual pruning leaves.</summary>
    public double OutputDensity { get; init; } = 1;

    /// <summary>A model file to distil from, or null.</summary>
    public string? Teacher { get; init; }

    /// <summary>The fraction of the training samples, in [0, 1), that is held out and only measured on.</summary>
    public double ValidationFraction { get; init; }

    /// <summary>
    /// Epochs without a better result on the samples held out for validation after which the training ends, with the weights that were
    /// best; 0 for never.
    /// </summary>
    public int ValidationPatience { get; init; }

    /// <summary>What initial weights and the order of samples follow from.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Samples a step, at least 1.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>What moves the encoder's weights.</summary>
    public Optimiser Optimiser { get; init; } = Optimiser.Adamw;

    /// <summary>The optimiser's rate at the start of the first round; it falls to 0 along a half cosine in each round.</summary>
    public double LearningRate { get; init; } = 4e-3;

    /// <summary>Where later rounds start, as a fraction of <see cref="LearningRate"/>: they mend, and need not learn anew.</summary>
    public double LaterRoundRate { get; init; } = 0.1;

    /// <summary>The optimiser's decoupled weight decay, at least 0, for all weights but biases.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>
    /// Pixels, at least 0, by which a training image is moved at most before each step, down or up and to either side. Whatever is
    /// measured outside of the steps (test, validation, statistics of the training set) sees images as they are.
    /// </summary>
    public int Shift { get; init; }

    /// <summary>What is moved by one draw.</summary>
    public ShiftPer ShiftPer { get; init; } = ShiftPer.Image;

    /// <summary>
    /// Where FreeEvolve's statistics come from: <see cref="StatisticsFrom"/>; without it, the window where updates come between steps,
    /// and the training set where they come between epochs or rounds.
    /// </summary>
    public StatisticsSource SourceOf() => StatisticsFrom
        ?? (Schedule == Schedule.Interleaved && UpdateEvery > 0 ? StatisticsSource.Window : StatisticsSource.Train);

    /// <summary>
    /// The learning rate when <paramref name="fraction"/> of a round is done: a half cosine from the round's peak to 0, which a budget's
    /// training climbs to first.
    /// </summary>
    internal double RateAt(double fraction, int round) =>
        LearningRate * (round == 0 ? 1 : LaterRoundRate) * 0.5 * (1 + Math.Cos(Math.PI * fraction))
        * (Budget is null ? 1 : Math.Min(1, fraction / Budget.WarmUp));
}
