using FreeNets.Import;
using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;
using FreeNets.Trainer.Terminal;
using FreeNets.Trainer.Training;
using FreeNets.Trainer.Training.Budgets;
using TorchSharp;

namespace FreeNets.Trainer.Commands.Training;

/// <summary>What <c>freenets train</c> does.</summary>
internal static class Train
{
    /// <summary>Trains and writes a model; every fault a user can cause ends in one line on <paramref name="error"/>.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static int Run(TrainSettings settings, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (TrainFrom.FaultOf(settings) is { } misuse)
        {
            return ExitCode.Fail(error, misuse, ExitCode.Usage);
        }

        try
        {
            settings = TrainFrom.Follow(settings);
        }
        catch (Exception e) when (e is FnetException or ImportException or TrainingException)
        {
            return ExitCode.Fail(error, e.Message, ExitCode.Usage);
        }

        var training = settings.Training;
        var optionFault = TrainSearchOptions.FaultOf(training)
            ?? TrainBudgetOptions.FaultOf(training)
            ?? TrainInputOptions.FaultOf(training);
        if ((optionFault ?? OutputFile.ModelFaultOf(settings.Output)) is { } fault)
        {
            return ExitCode.Fail(error, fault, ExitCode.Usage);
        }

        var report = settings.Json ? new TrainReport(error, output) : new TrainReport(output, null);
        try
        {
            var data = Prepared(settings, Load(settings, report, error, cancellation));
            SetThreads(settings.Threads);
            settings = TrainFrom.WithByteScale(settings, data, report);
            if (DataDefaults.FaultOf(DataDefaults.Follow(training, data, settings.IsGiven), data) is { } misfit)
            {
                return ExitCode.Fail(error, misfit, ExitCode.Usage);
            }

            Study(settings, data, report, cancellation);
            settings = settings with { Training = Following(settings, data) };
            return OutputFile.RoomFaultOf(settings.Output, LargestFile(settings, data)) is { } noRoom
                ? ExitCode.Fail(error, noRoom, ExitCode.Usage)
                : TrainAndWrite(settings, data, report, error, cancellation);
        }
        catch (DataException e)
        {
            return ExitCode.Fail(error, e.Message, ExitCode.Usage);
        }
        catch (Exception e) when (e is TrainingException or FnetException)
        {
            return ExitCode.Fail(error, e.Message, report.HasBegun ? ExitCode.Failure : ExitCode.Usage);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Fail(error, "interrupted before training began; nothing was written.", ExitCode.Interrupted);
        }
    }

    /// <summary>The options with what suits the data where nothing was given.</summary>
    public static TrainingOptions Following(TrainSettings settings, TrainingData data) =>
        Patterns.Fill(DataDefaults.Follow(settings.Training, data, settings.IsGiven), data.TrainedInputs, data.Outputs);

    /// <summary>The trainings that only tell how much the judgement is worth.</summary>
    private static void Study(TrainSettings settings, TrainingData data, TrainReport report, CancellationToken cancellation)
    {
        var (studies, options) = (new TrainStudies(settings, report, cancellation), settings.DataOptions);
        if (options.Folds > 0)
        {
            studies.Folds(fold => Prepared(settings, TrainingSources.Load(
                settings.Data, settings.DataRoot, options.WithFold(fold, options.Folds), report.Console, static _ => { }, cancellation)));
        }

        if (options.HasLearningCurve)
        {
            studies.LearningCurve(data);
        }
    }

    /// <summary>The data as the network to start from has them, where there is one.</summary>
    private static TrainingData Prepared(TrainSettings settings, TrainingData data) => settings.Training.From?.Prepare(data) ?? data;

    /// <summary>Bytes of a model whose every weight is stored, as base64, with its check vectors.</summary>
    private static long LargestFile(TrainSettings settings, TrainingData data)
    {
        long neurons = settings.Training.Neurons;
        var weights = (neurons * data.TrainedInputs) + (neurons * neurons / 2) + (neurons * data.Outputs);
        return (sizeof(float) * weights / 3 * 4) + 1_000_000;
    }

    /// <summary>Loads libtorch, for so many threads.</summary>
    /// <exception cref="TrainingException">It cannot be loaded; the message says why.</exception>
    public static void SetThreads(int threads)
    {
        try
        {
            torch.set_num_threads(threads);
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or NotSupportedException)
        {
            throw new TrainingException(
                $"libtorch cannot be loaded: {e.GetBaseException().Message} It needs a C++ library with GLIBCXX_3.4.32 (GCC 13), "
                + "which build.sh installs.", e);
        }
    }

    private static TrainingData Load(TrainSettings settings, TrainReport report, TextWriter error, CancellationToken cancellation)
    {
        var (prune, augment) = (settings.Training.PruneEpsilon, settings.Training.AugmentEpsilon);
        var (most, mostAdded) = (Math.Max(prune.Start, prune.End), Math.Max(augment.Start, augment.End));
        if (most + mostAdded > 1)
        {
            error.WriteLine(FormattableString.Invariant(
                $"freenets: warning: with ε = {most} for pruning and {mostAdded} for adding, together above 1, ")
                + "the same edge may be asked for and pruned; pruning then wins.");
        }

        if (settings.Data is null)
        {
            report.Line($"No --data given: using {DataSets.Default}, images of digits drawn here. See: freenets train --help");
        }

        var data = TrainingSources.Load(settings.Data, settings.DataRoot, settings.DataOptions, report.Console, Warn, cancellation);
        if (settings.Threads > Environment.ProcessorCount)
        {
            Warn($"--threads {settings.Threads} are more than the {Environment.ProcessorCount} cores of this machine, and slower.");
        }

        cancellation.ThrowIfCancellationRequested();
        return data;

        void Warn(string text) => error.WriteLine($"freenets: warning: {text}");
    }

    private static int TrainAndWrite(
        TrainSettings settings, TrainingData data, TrainReport report, TextWriter error, CancellationToken cancellation)
    {
        var name = settings.Name ?? $"{data.Name}-{settings.Training.Neurons}";
        report.Start(name, data, settings);
        var outcome = report.Track(settings.Statistics, events => TrainingRun.Run(name, data, settings.Training, events, cancellation));
        var (path, fault) =
            OutputFile.Save(outcome.Net, outcome.Evolution is null ? OutputFile.Interrupted(settings.Output) : settings.Output);
        report.End(outcome, path);
        var exitCode = outcome.Evolution is null ? ExitCode.Interrupted : fault is null ? ExitCode.Success : ExitCode.Partial;
        return fault is null ? exitCode : ExitCode.Fail(error, fault, exitCode);
    }
}
