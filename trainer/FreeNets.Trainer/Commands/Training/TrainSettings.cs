using FreeNets.Trainer.Data;
using FreeNets.Trainer.Training;

namespace FreeNets.Trainer.Commands.Training;

/// <summary>The options of <c>freenets train</c>, each valid by itself.</summary>
/// <param name="Data"><c>--data</c>, or null for the default set.</param>
/// <param name="DataOptions">How data of one's own are read.</param>
/// <param name="IsGiven">Whether an option, by its long name, was given, and so is not to follow the data.</param>
/// <param name="DataRoot"><c>--data-root</c>, or null.</param>
/// <param name="Output">Where the model goes.</param>
/// <param name="Name">The model's name, or null for one made from data set and k.</param>
/// <param name="Threads">Threads of libtorch, at least 1.</param>
/// <param name="Json">Whether standard output is JSON lines.</param>
/// <param name="Statistics">Whether co-activations are reported, which costs a pass over the training set twice a run.</param>
/// <param name="From">The file of a network to start from, or null for a new one.</param>
/// <param name="ByteScale">What such a network takes for a byte is the byte times this; null to find out.</param>
/// <param name="Training">What to compute.</param>
internal sealed record TrainSettings(
    string? Data,
    DataOptions DataOptions,
    Func<string, bool> IsGiven,
    string? DataRoot,
    string Output,
    string? Name,
    int Threads,
    bool Json,
    bool Statistics,
    string? From,
    double? ByteScale,
    TrainingOptions Training);
