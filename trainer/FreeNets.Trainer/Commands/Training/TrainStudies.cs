using System.Globalization;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Judging;
using FreeNets.Trainer.Training;

namespace FreeNets.Trainer.Commands.Training;

/// <summary>Trainings before the one that is kept, which only tell how much its judgement is worth: folds, and parts of the data.</summary>
/// <param name="settings">The command's settings.</param>
/// <param name="report">Who is told.</param>
/// <param name="cancellation">Ends them.</param>
internal sealed class TrainStudies(TrainSettings settings, TrainReport report, CancellationToken cancellation)
{
    // Of accuracy, or of R²: less is within what another seed changes.
    private const double Gain = 0.01;

    private static readonly double[] s_parts = [0.125, 0.25, 0.5];

    /// <summary>Trains and tests as often as there are folds.</summary>
    /// <param name="load">Gives the data with one of the folds to test with.</param>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public void Folds(Func<int, TrainingData> load)
    {
        var folds = settings.DataOptions.Folds;
        var judgements = new List<Judgement>();
        for (var fold = 0; fold < folds; fold++)
        {
            var data = load(fold);
            var judgement = Judged(data);
            judgements.Add(judgement);
            report.Line($"fold {fold + 1} of {folds}, {data.Test.Count:N0} test samples: {Short(judgement)}");
            report.Event(new { Event = "fold", Fold = fold + 1, Folds = folds, judgement.Classes, judgement.Numbers });
        }

        report.Line($"mean of {folds} folds: {Mean(judgements, static judgement => judgement.Score)}; a linear model: "
            + $"{Mean(judgements, static judgement => judgement.LinearScore)}");
    }

    /// <summary>Trains on parts of the training samples, and on all.</summary>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public void LearningCurve(TrainingData data)
    {
        var scores = new List<double>();
        var order = Split.Order(data.Train, settings.Training.Seed, Split.Part.Folds);
        foreach (var part in s_parts.Append(1))
        {
            int[] samples = [.. order.Take((int)Math.Ceiling(part * order.Count)).SelectMany(static unit => unit).Order()];
            var judgement = Judged(data with { Train = data.Train.Select(samples) });
            scores.Add(judgement.Score);
            report.Line($"trained on {samples.Length:N0} of {data.Train.Count:N0} samples: {Short(judgement)}");
            report.Event(new { Event = "part", Samples = samples.Length, judgement.Classes, judgement.Numbers });
        }

        var gained = scores[^1] - scores[^2];
        report.Line(string.Create(CultureInfo.InvariantCulture, $"twice the samples gave {100 * gained:+0.00;-0.00;0.00} points; ")
            + (gained > Gain ? "more of them would probably help." : "more of the same kind would hardly help."));
    }

    private static string Short(Judgement judgement) => judgement.Numbers is { } numbers
        ? string.Join(
            ", ",
            numbers.Select(static number => string.Create(CultureInfo.InvariantCulture, $"{number.Name} R² {number.Network.RSquared:F4}")))
        : string.Create(CultureInfo.InvariantCulture, $"{100 * judgement.Score:F2} % right");

    private static string Mean(List<Judgement> judgements, Func<Judgement, double?> score)
    {
        var scores = judgements.Select(score).OfType<double>().ToArray();
        if (scores.Length == 0)
        {
            return "–";
        }

        var mean = scores.Average();
        var deviation = Math.Sqrt(scores.Sum(value => (value - mean) * (value - mean)) / (scores.Length - 1));
        return judgements[0].Numbers is not null
            ? string.Create(CultureInfo.InvariantCulture, $"R² {mean:F4} (standard deviation {deviation:F4})")
            : string.Create(CultureInfo.InvariantCulture, $"{100 * mean:F2} % right (standard deviation {100 * deviation:F2})");
    }

    private Judgement Judged(TrainingData data)
    {
        cancellation.ThrowIfCancellationRequested();
        var training = Train.Following(settings, data);
        var outcome = TrainingRun.Run("study", data, training, new TrainingEvents(), cancellation);
        cancellation.ThrowIfCancellationRequested();
        return outcome.Judgement;
    }
}
