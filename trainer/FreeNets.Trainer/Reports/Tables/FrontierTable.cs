using System.Globalization;
using FreeNets.Trainer.Reports.Figures;
using FreeNets.Trainer.Reports.Statistics;

namespace FreeNets.Trainer.Reports.Tables;

/// <summary>Accuracy by budget, and by how much FreeEvolve is ahead of each baseline under the same one.</summary>
internal static class FrontierTable
{
    /// <summary>The rows of a set, the first with the budgets; each as its head and a cell a budget. None where no run has one.</summary>
    public static IEnumerable<(string Head, IReadOnlyList<string> Cells)> Rows(Experiment experiment, string dataSet)
    {
        var lines = FrontierLine.All(experiment, dataSet);
        if (lines.Count == 0)
        {
            yield break;
        }

        var budgets = lines.SelectMany(static line => line.Groups).Select(static group => group.Budget!.Value).Distinct().Order().ToArray();
        yield return (
            $"{Words.Set(dataSet)}, live weights",
            [.. budgets.Select(static budget => budget.ToString("N0", CultureInfo.InvariantCulture))]);
        foreach (var line in lines)
        {
            yield return (line.Label, [.. budgets.Select(budget =>
                Cell(line.Of(budget)?.Accuracy, "F2"))]);
        }

        foreach (var comparison in Comparison.All(experiment).Where(comparison => comparison.DataSet == dataSet))
        {
            foreach (var cells in comparison.Cells.Where(static cell => cell.Budget is not null).GroupBy(static cell => cell.Neurons))
            {
                var size = lines.Select(static line => line.Groups[0].Neurons).Distinct().Count() > 1 ? $", k = {cells.Key}" : "";
                yield return (
                    $"{comparison.Subject.Label} less {comparison.Baseline.Label}{size}",
                    [.. budgets.Select(budget =>
                Cell(cells.FirstOrDefault(cell => cell.Budget == budget)?.Difference, "+0.00;−0.00;0.00"))]);
            }
        }
    }

    /// <summary>"89.38 ± 0.40 (3)": mean, half the 95 % interval, seeds.</summary>
    private static string Cell(Interval? value, string format) => value is { } given
        ? given.Mean.ToString(format, CultureInfo.InvariantCulture)
            + (given.HalfWidth is { } half ? FormattableString.Invariant($" ± {half:F2}") : "")
            + FormattableString.Invariant($" ({given.Count})")
        : "–";
}
