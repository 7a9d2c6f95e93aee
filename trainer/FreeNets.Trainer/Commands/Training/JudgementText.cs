using System.Globalization;
using FreeNets.Trainer.Judging;

namespace FreeNets.Trainer.Commands.Training;

/// <summary>A judgement in lines for people.</summary>
internal static class JudgementText
{
    private const int MostClasses = 12;

    /// <summary>The lines: what the network gets right, beside what simpler predictions do.</summary>
    public static IEnumerable<string> Lines(Judgement judgement)
    {
        foreach (var number in judgement.Numbers ?? [])
        {
            yield return $"{number.Name}: {Text(number.Network)}; linear model: {Text(number.Linear)}";
        }

        if (judgement.Classes is not { } classes)
        {
            yield break;
        }

        yield return $"Baselines: most frequent class {Percent(classes.Majority)}"
            + (classes.Linear is { } linear ? $", linear model {Percent(linear)}" : "");
        if (classes.ByClass.Count > MostClasses)
        {
            yield break;
        }

        foreach (var line in Table(classes))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Table(ClassJudgement classes)
    {
        var names = classes.ByClass.Select(static one => one.Name.Length > 20 ? one.Name[..19] + "…" : one.Name).ToArray();
        var (first, width) = (names.Max(static name => name.Length), Math.Max(5, names.Max(static name => name.Length)));
        yield return $"  {"".PadRight(first)}  {"trained",8}  {"tested",7}  {"precision",9}  {"recall",8}   predicted: "
            + string.Join(' ', names.Select(name => name.PadLeft(width)));
        foreach (var (one, label) in classes.ByClass.Select(static (one, label) => (one, label)))
        {
            yield return $"  {names[label].PadRight(first)}  {one.Train,8:N0}  {one.Test,7:N0}  {Percent(one.Precision),9}  "
                + $"{Percent(one.Recall),8}              "
                + string.Join(
                    ' ', classes.Confusion[label].Select(count => count.ToString("N0", CultureInfo.InvariantCulture).PadLeft(width)));
        }
    }

    private static string Text(Errors errors) =>
        string.Create(CultureInfo.InvariantCulture, $"R² {errors.RSquared:F4}, RMSE {errors.Rmse:G4}, MAE {errors.Mae:G4}");

    private static string Percent(double? fraction) =>
        fraction is { } value ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:F2} %") : "–";
}
