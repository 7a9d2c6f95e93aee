using FreeNets.Model;
using FreeNets.Trainer.Commands.Models;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Terminal;
using FreeNets.Trainer.Training;
using FreeNets.Trainer.Training.Existing;

namespace FreeNets.Trainer.Commands.Training;

/// <summary>
/// What <c>freenets train --from</c> makes of the options: the network decides some, and others have no meaning beside it.
/// </summary>
internal static class TrainFrom
{
    // The network has learnt already; what a budget leaves of it has to learn anew.
    private const double LearningRate = 1e-3;
    private const int Epochs = 10;
    private const int BudgetEpochs = 30;

    private static readonly string[] s_decided = ["--neurons", "--activation", "--layers", "--levels"];
    private static readonly string[] s_thinning = ["--prune-inputs", "--input-epsilon", "--input-density", "--output-density"];

    /// <summary>Why the options that were given cannot be used together, or null when they can.</summary>
    public static string? FaultOf(TrainSettings settings) => settings switch
    {
        { From: null } => settings.IsGiven("--byte-scale") ? "--byte-scale has no meaning without --from. Leave it out." : null,
        _ when Array.Find(s_decided, name => settings.IsGiven(name)) is { } name =>
            $"{name} has no meaning with --from, whose network has its own neurons. Leave it out.",
        _ when Array.Find(s_thinning, name => settings.IsGiven(name)) is { } name =>
            $"{name} has no meaning with --from. Leave it out, or give --budget, which chooses among the weights of encoder, "
                + "graph and decoder.",
        { Training.Method: not (Method.Freeevolve or Method.Freenet or Method.Magnitude) } =>
            $"--method {ChoiceOption.NameOf(settings.Training.Method)} starts from a graph of its own. With --from give freeevolve; "
                + "magnitude, which only prunes; "
            + "or freenet, which leaves the graph as it is.",
        { Data: null } => "--from needs --data, what the network is to be trained on.",
        _ => OutputFile.SourceFaultOf("--output", settings.Output, settings.From, "the network that --from names, which"),
    };

    /// <summary>The settings with the scale of bytes that suits the data, where none was given.</summary>
    public static TrainSettings WithByteScale(TrainSettings settings, TrainingData data, TrainReport report)
    {
        if (settings is not { ByteScale: null, Training.From: { } from })
        {
            return settings;
        }

        var scaled = from.WithLikelyByteScale(data);
        if (data.Preparation is null)
        {
            report.Line($"{from.Path} takes bytes {(scaled.ByteScale == 1 ? "as they are" : "divided by 255")}");
        }

        return settings with { Training = settings.Training with { From = scaled } };
    }

    /// <summary>The options with the network, and with what suits it wherever nothing was given.</summary>
    /// <exception cref="FnetException">The file is not a model.</exception>
    /// <exception cref="Import.ImportException">It is a network that cannot be read.</exception>
    /// <exception cref="TrainingException">The network cannot be trained.</exception>
    public static TrainSettings Follow(TrainSettings settings)
    {
        if (settings.From is not { } path)
        {
            return settings;
        }

        var net = AnyModel.Load(path);
        if (StartNetwork.FaultOf(net) is { } fault)
        {
            throw new TrainingException($"--from {path}: {fault}");
        }

        var training = settings.Training;
        return settings with
        {
            Name = settings.Name ?? net.Name,
            Training = training with
            {
                From = new StartNetwork(path, net) { ByteScale = settings.ByteScale ?? 1 },
                Neurons = net.Neurons,
                Activation = net.ActivationOf(0),
                LearningRate = settings.IsGiven("--learning-rate") || training.Budget is not null ? training.LearningRate : LearningRate,
                Epochs = settings.IsGiven("--epochs") ? training.Epochs : training.Budget is null ? Epochs : BudgetEpochs,
                Budget = training.Budget is null ? null : training.Budget with
                {
                    Levels = 0,
                    InputCap = settings.IsGiven("--input-cap") ? training.Budget.InputCap : null,
                    EdgeCap = settings.IsGiven("--edge-cap") ? training.Budget.EdgeCap : null,
                },
            },
        };
    }
}
