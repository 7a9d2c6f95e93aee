using FreeNets.Trainer.Search;

namespace FreeNets.Trainer.Training;

/// <summary>What an epoch gave.</summary>
/// <param name="Round">0 for the training of the dense graph, otherwise the round whose update is being fitted.</param>
/// <param name="Epoch">From 1 in each round.</param>
/// <param name="Epochs">Epochs of the round.</param>
/// <param name="Loss">Mean cross-entropy over the epoch's steps, in nats.</param>
/// <param name="TrainAccuracy">In [0, 1], over the epoch's steps, so measured while the weights moved.</param>
/// <param name="TestAccuracy">In [0, 1], after the epoch. For the log; nothing is chosen by it.</param>
/// <param name="Seconds">Wall time of the training, without the test.</param>
/// <param name="LiveEdges">Edges of G.</param>
public sealed record EpochResult(
    int Round, int Epoch, int Epochs, double Loss, double TrainAccuracy, double TestAccuracy, double Seconds, int LiveEdges);

/// <summary>How far a round's training is.</summary>
/// <param name="Round">0 for the dense graph.</param>
/// <param name="Epoch">From 1.</param>
/// <param name="Epochs">Epochs of the round.</param>
/// <param name="Step">Steps of the round done.</param>
/// <param name="Steps">Steps of the round.</param>
public readonly record struct StepProgress(int Round, int Epoch, int Epochs, int Step, int Steps);

/// <summary>Whom a run tells what it does. Every member may be left out.</summary>
public sealed class TrainingEvents
{
    /// <summary>After each step.</summary>
    public Action<StepProgress>? Step { get; init; }

    /// <summary>After each epoch.</summary>
    public Action<EpochResult>? Epoch { get; init; }

    /// <summary>After each update of the graph.</summary>
    public Action<Round>? Round { get; init; }
}
