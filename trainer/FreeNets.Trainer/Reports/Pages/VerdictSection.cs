using FreeNets.Trainer.Reports.Figures;
using FreeNets.Trainer.Reports.Statistics;

namespace FreeNets.Trainer.Reports.Pages;

/// <summary>Whether FreeEvolve beats what it was run against, in plain words worked out from the runs.</summary>
internal static class VerdictSection
{
    public static void Write(Html html, Experiment experiment) => html.Element("section", () =>
    {
        html.Element("h2", "Verdict");
        AgainstPaper(html, experiment);
        var comparisons = Comparison.All(experiment);
        if (comparisons.Count == 0)
        {
            html.Element(
                "p",
                "Nothing can be said of FreeEvolve against another method: there is no pair of runs with the same set, k, budget and seed.",
                ("class", "note"));
            return;
        }

        foreach (var pair in comparisons.GroupBy(static comparison => (comparison.Subject, comparison.Baseline)))
        {
            html.Element("h3", $"{pair.Key.Subject.Label} against our own {pair.Key.Baseline.Label}")
                .Element("p", Summary(pair.Key.Subject.Label, pair.Key.Baseline.Label, [.. pair]))
                .Element("ul", () =>
                {
                    foreach (var comparison in pair)
                    {
                        html.Element("li", InSum(comparison) + CellByCell(comparison));
                    }
                });
        }

        html.Element("p", "Differences are in points of test accuracy, paired by seed, with 95 % intervals by Student's t. "
            + "Many cells are looked at: one in twenty intervals would miss 0 by chance alone.", ("class", "note"));
    }, ("id", "verdict"));

    /// <summary>All sets together.</summary>
    private static string Summary(string subject, string baseline, IReadOnlyList<Comparison> comparisons)
    {
        var cells = comparisons.SelectMany(static comparison => comparison.Cells).ToArray();
        var beaten = cells.Count(static cell => cell.Difference.Mean > 0);
        var head = (cells.Length - beaten) switch
        {
            0 => $"{subject} has the higher mean in every one of {Words.Count(cells.Length, "cell")}",
            var others when others == cells.Length => $"{subject} does not beat {baseline} in any of {Words.Count(cells.Length, "cell")}",
            var others => $"{subject} does not beat {baseline} in {others:N0} of {Words.Count(cells.Length, "cell")}; "
                + $"it has the higher mean in the other {beaten:N0}",
        };
        return cells.All(static cell => cell.Difference.HalfWidth is null)
            ? $"{head}. With one seed a cell, chance cannot be told from effect."
            : $"{head}. By more than the 95 % interval it is better in {cells.Count(static cell => cell.Difference.IsAboveZero):N0} "
                + $"and worse in {cells.Count(static cell => cell.Difference.IsBelowZero):N0}.";
    }

    private static string InSum(Comparison comparison)
    {
        var set = Words.Set(comparison.DataSet);
        if (comparison.Sum is not { } sum)
        {
            return $"{set}: no seed was run in every cell, so there is no sum. ";
        }

        var verdict = sum switch
        {
            { HalfWidth: null } => "one seed, so no interval",
            { IsAboveZero: true } => $"{comparison.Subject.Label} is better",
            { IsBelowZero: true } => $"{comparison.Subject.Label} is worse",
            _ => "no difference can be told from chance",
        };
        var over = comparison.Cells.Count == 1 ? "at its one size" : $"over its {comparison.Cells.Count} sizes";
        return $"{set}, {over}, {Words.Count(sum.Count, "seed")}: {Text(sum)} points, {verdict}. ";
    }

    private static string CellByCell(Comparison comparison) => comparison.NotBeaten.Count == 0
        ? "It has the higher mean at every size."
        : "It does not beat it at "
            + Words.List(comparison.NotBeaten.Select(static cell => $"{Experiment.Size(cell.Neurons, cell.Budget)} "
            + $"({Text(cell.Difference)})")) + ".";

    private static string Text(Interval value) =>
        Words.Signed(value.Mean) + (value.HalfWidth is { } half ? $" ± {half:F2}" : "");

    private static void AgainstPaper(Html html, Experiment experiment)
    {
        var cells = experiment.Groups.Where(static group => group.Budget is null && PaperTable.IsComparable(group.DataSet))
            .Select(static group => (Group: group, Paper: PaperTable.Accuracy(group.DataSet, group.Series.Method, group.Neurons)))
            .Where(static cell => cell.Paper is not null).ToArray();
        if (cells.Length == 0)
        {
            html.Element(
                "p",
                "No run has the data, method and k of a cell of the paper's Table 2, so nothing is measured against the paper.",
                ("class", "note"));
            return;
        }

        html.Element("h3", "Against the paper").Element("ul", () =>
        {
            foreach (var series in cells.GroupBy(static cell => cell.Group.Series))
            {
                var below = series.Where(static cell => !AccuracySection.Meets(cell.Group, cell.Paper!.Value)).ToArray();
                var text = below.Length == 0
                    ? "meets or beats every cell of the paper's Table 2 that was run"
                    : $"meets or beats {series.Count() - below.Length:N0}; it is below the paper on "
                        + string.Join("; on ", below.GroupBy(static cell => cell.Group.DataSet).Select(static set =>
                            $"{Words.Set(set.Key)} at " + Words.List(set.Select(static cell =>
                                $"k = {cell.Group.Neurons} ({cell.Group.Accuracy.Mean:F2} for {cell.Paper:F2})"))));
                html.Element("li", $"{series.Key.Label}, {Words.Count(series.Count(), "cell")}: our mean {text}.");
            }
        });
    }
}
