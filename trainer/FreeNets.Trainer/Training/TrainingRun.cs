using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Judging;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Training.Rules;

namespace FreeNets.Trainer.Training;

/// <summary>What a run leaves.</summary>
/// <param name="Net">The network, with check vectors and provenance.</param>
/// <param name="Evolution">How the search ended, or null when it was interrupted.</param>
/// <param name="Judgement">How good it is on the test samples.</param>
public sealed record TrainingOutcome(FreeNet Net, Evolution? Evolution, Judgement Judgement);

/// <summary>Algorithm 1 on a data set, from a seed to a network that can be written.</summary>
public static class TrainingRun
{
    // One block of the widest batch kernel, so that a self-test runs through that too.
    private const int CheckVectorCount = 16;

    /// <summary>Trains and evolves a network.</summary>
    /// <param name="name">What it is to be called.</param>
    /// <param name="data">The data. The test set is only measured on.</param>
    /// <param name="options">What to compute.</param>
    /// <param name="events">Whom to tell.</param>
    /// <param name="cancellation">Ends the run after the step in hand; the outcome is then the network as it is.</param>
    /// <exception cref="TrainingException">Weights or loss became infinite, or no model file can hold such a network.</exception>
    public static TrainingOutcome Run(
        string name, TrainingData data, TrainingOptions options, TrainingEvents events, CancellationToken cancellation)
    {
        using var trainer = new WeightTrainer(data, options, events);
        CheckThatItCanBeWritten(NetOf(trainer, name, data, options) with { Provenance = new() { DataSet = data.Name } });
        if (options.From is not null)
        {
            events.Start?.Invoke(trainer.TestScore());
        }

        var rounds = 0;
        Evolution? evolution = null;
        try
        {
            evolution = Search(trainer, options, events, CountRound, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What was learnt so far is a network too.
        }

        if (evolution is not null && events.Statistics is not null)
        {
            events.Statistics(new StatisticsSnapshot("end", trainer.Measure(StatisticsSource.Train, cancellation), trainer.Module.Graph));
        }

        var seen = ValidationSplit.Of(data.Train, options.ValidationFraction, options.Seed).Train;
        return new TrainingOutcome(Describe(trainer, name, data, options, rounds), evolution, Judge.Of(data, seen, trainer.TestOutputs()));

        void CountRound(Round round)
        {
            rounds = round.Number;
            events.Round?.Invoke(round);
        }
    }

    private static Evolution Search(
        WeightTrainer trainer, TrainingOptions options, TrainingEvents events, Action<Round> report, CancellationToken cancellation)
    {
        var start = trainer.Module.Graph;
        if (options is { Method: Method.Freeevolve, Schedule: Schedule.Alternating })
        {
            return Alternation.Run(
                start, options.MaxRounds, options.Patience, graph => trainer.Fit(graph, null, cancellation), Update, report);
        }

        var rule = Methods.RuleOf(options, trainer, events.Budget);
        using var disposable = rule as IDisposable;
        if (rule is null)
        {
            trainer.Fit(start, null, cancellation);
            return new Evolution(start, 0, null);
        }

        var search = new Interleaving(
            start, rule, trainer.SpanOf(options.Budget?.End ?? (1 - options.FixedFraction)), options.Patience, events.Update, report);
        trainer.Fit(start, search.AfterStep, cancellation);
        return new Evolution(search.Graph, search.Rounds, search.Ending);

        GraphUpdate Update(Ncg graph, int round)
        {
            var fraction = options.MaxRounds == 1 ? 1 : (round - 1.0) / (options.MaxRounds - 1);
            return FreeEvolve.Update(
                graph,
                trainer.Measure(options.SourceOf(), cancellation),
                options.PruneEpsilon.At(fraction),
                options.AugmentEpsilon.At(fraction));
        }
    }

    private static FreeNet Describe(WeightTrainer trainer, string name, TrainingData data, TrainingOptions options, int rounds)
    {
        var net = NetOf(trainer, name, data, options);
        net = net with
        {
            Checks = CheckVectorsFrom(net, data.Test),
            Provenance = new Provenance
            {
                DataSet = data.Name,
                Seed = options.Seed,
                Epsilon = options.Method == Method.Freeevolve ? options.PruneEpsilon.End : null,
                Epochs = trainer.EpochsTrained,
                Rounds = rounds,
                TestAccuracy = trainer.TestScore().Accuracy,
                InputDensity = InputDensityOf(data.Train),
                Budget = options.Budget?.Weights,
                Pattern = options.Budget?.Pattern,
                Tool = $"freenets {typeof(TrainingRun).Assembly.GetName().Version?.ToString(3)}",
            },
        };
        return net.Validate() switch
        {
            null => net,
            { Kind: FnetErrorKind.NotFinite } =>
                throw new TrainingException("A weight or logit is no longer finite. Lower --learning-rate."),
            var fault => throw new TrainingException($"The network cannot be written; {fault}"),
        };
    }

    /// <summary>The network of raw inputs, without check vectors and provenance.</summary>
    private static FreeNet NetOf(WeightTrainer trainer, string name, TrainingData data, TrainingOptions options)
    {
        var trained = trainer.Module.ToFreeNet(name, data.OutputNames);
        var net = data.Preparation is { } preparation ? PreparationFold.Apply(preparation, trained) : trained;
        return options.From?.Finish(net) ?? net;
    }

    /// <summary>Of bytes; of numbers, which need not be 0 where nothing is, it says nothing.</summary>
    private static double? InputDensityOf(Samples samples) => samples.Bytes.Length == 0
        ? null
        : (double)samples.Bytes.Count(static value => value != 0) / samples.Bytes.Length;

    /// <summary>Samples spread evenly over the test set.</summary>
    private static CheckVectors CheckVectorsFrom(FreeNet net, Samples samples)
    {
        var count = Math.Min(CheckVectorCount, samples.Count);
        var inputs = Enumerable.Range(0, count).Select(i => samples.Row((int)((long)i * samples.Count / count))).ToArray();
        var logits = inputs.SelectMany(input => ReferenceEvaluator.Evaluate(net, input)).Select(static logit => (float)logit);
        return new CheckVectors { Count = count, Inputs = inputs.SelectMany(static input => input).ToArray(), Logits = logits.ToArray() };
    }

    /// <summary>Whatever a model file cannot hold (a name, a size) is better known before the training than after.</summary>
    private static void CheckThatItCanBeWritten(FreeNet net)
    {
        try
        {
            FnetWriter.Write(net);
        }
        catch (ArgumentException e)
        {
            throw new TrainingException(e.Message, e);
        }
    }
}
