using FreeNets.Model;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Training.Budgets;
using FreeNets.Trainer.Training.Rules;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training;

/// <summary>What an epoch gave.</summary>
/// <param name="Round">0 for the training of the dense graph, otherwise the round whose update is being fitted.</param>
/// <param name="Epoch">From 1 in each round.</param>
/// <param name="Epochs">Epochs of the round.</param>
/// <param name="Loss">Mean <see cref="TrainingOptions.Loss"/> over the epoch's steps.</param>
/// <param name="TrainAccuracy">In [0, 1], over the epoch's steps, so measured while the weights moved; null where numbers are
/// predicted.</param>
/// <param name="Test">After the epoch. For the log; nothing is chosen by it.</param>
/// <param name="Validation">After the epoch, or null where nothing is held out.</param>
/// <param name="Seconds">Wall time of the training, without the test.</param>
/// <param name="LiveEdges">Edges of G.</param>
public sealed record EpochResult(
    int Round,
    int Epoch,
    int Epochs,
    double Loss,
    double? TrainAccuracy,
    Score Test,
    Score? Validation,
    double Seconds,
    int LiveEdges);

/// <summary>A step that was just taken. Its tensors live as long as the callback that it is given to.</summary>
/// <param name="Progress">Which step.</param>
/// <param name="Inputs">The batch, [n, inputs]: raw bytes, or prepared numbers.</param>
/// <param name="Wanted">Labels [n], or numbers [n, outputs].</param>
/// <param name="Activations">h, [k, n], as the step computed them, before it moved the weights.</param>
public readonly record struct TrainedStep(StepProgress Progress, Tensor Inputs, Tensor Wanted, Tensor Activations);

/// <summary>The co-activations over the whole training set at one moment of a run.</summary>
/// <param name="When">"start", after the first epoch, or "end".</param>
/// <param name="CoActivations">NCAM and NCIM.</param>
/// <param name="Graph">G at that moment.</param>
public sealed record StatisticsSnapshot(string When, CoActivations CoActivations, Ncg Graph);

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
    /// <summary>Before the first step, of a network that the training starts from: how good it is.</summary>
    public Action<Score>? Start { get; init; }

    /// <summary>After each step.</summary>
    public Action<StepProgress>? Step { get; init; }

    /// <summary>After each epoch.</summary>
    public Action<EpochResult>? Epoch { get; init; }

    /// <summary>After each update of the graph (interleaved: after each epoch of updates).</summary>
    public Action<Round>? Round { get; init; }

    /// <summary>Interleaved: after each update of the graph, or some of them together.</summary>
    public Action<UpdateReport>? Update { get; init; }

    /// <summary>With a budget: after each ranking of the weights.</summary>
    public Action<BudgetReport>? Budget { get; init; }

    /// <summary>After the first epoch and at the end. Where it is null, nothing is measured for it.</summary>
    public Action<StatisticsSnapshot>? Statistics { get; init; }
}
