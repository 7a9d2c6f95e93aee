using FreeNets.Trainer.Reports.Drawing;
using FreeNets.Trainer.Reports.Statistics;
using ScottPlot;

namespace FreeNets.Trainer.Reports.Figures;

/// <summary>Accuracy against the multiply-adds that a budget leaves, and FreeEvolve less its baselines under the same budget.</summary>
internal static class AccuracyByBudget
{
    public const string Id = "frontier";
    private const string Title = "Frontier: accuracy against multiply-adds";

    // Doublings between two methods' marks: their intervals would cover each other.
    private const double Dodge = 0.05;

    // Doublings left and right of the budgets, which are the same in every panel.
    private const double Margin = 0.3;

    /// <summary>Two panels a set; null where no run has a budget.</summary>
    public static Figure? Draw(Experiment experiment)
    {
        var runs = experiment.Groups.Where(static group => group.Budget is not null).SelectMany(static group => group.Runs).ToArray();
        return runs.Length == 0
            ? null
            : new Figure(
                Id,
                Title,
                "One budget of live weights for encoder, graph and decoder, which are the multiply-adds of one evaluation. Left, test "
                + "accuracy of the last epoch; right, FreeEvolve less each baseline under the same budget, paired by seed, in points. "
                + $"Means and 95 % intervals over seeds; a mark without a bar has one seed. From {Words.Count(runs.Length, "run")}, "
                + $"{Words.Seeds(runs)}. In the tables, the number of seeds stands in brackets.",
                [.. experiment.DataSets.SelectMany(dataSet => Panels(experiment, dataSet))]);
    }

    /// <summary>All panels as one SVG: a column a set, with its accuracy above its differences.</summary>
    public static string Picture(Experiment experiment, Figure frontier)
    {
        var sets = experiment.DataSets.Where(dataSet => frontier.Panels.Any(panel => IsOf(panel, dataSet))).ToArray();
        var names = sets.Select(AccuracyName).Concat(sets.Select(DifferenceName));
        return PanelGrid.Svg(
            [.. names.Select(name => frontier.Panels.SingleOrDefault(panel => panel.Name == name)).OfType<Panel>()], sets.Length);
    }

    /// <summary>Whether a panel shows a set.</summary>
    public static bool IsOf(Panel panel, string dataSet) => panel.Name == AccuracyName(dataSet) || panel.Name == DifferenceName(dataSet);

    private static string AccuracyName(string dataSet) => $"{Id}-{Words.Slug(dataSet)}";

    private static string DifferenceName(string dataSet) => $"{AccuracyName(dataSet)}-differences";

    private static IEnumerable<Panel> Panels(Experiment experiment, string dataSet)
    {
        var lines = FrontierLine.All(experiment, dataSet);
        if (lines.Count == 0)
        {
            yield break;
        }

        var accuracy = ReportStyle.Create(Words.Set(dataSet), "multiply-adds", "test accuracy, %");
        for (var i = 0; i < lines.Count; i++)
        {
            Line(accuracy, lines[i].Label, lines[i].Series, Shift(i, lines.Count),
                [.. lines[i].Groups.Select(static group => (group.Mean(static run => run.End.MultiplyAdds), group.Accuracy))]);
        }

        yield return Finish(accuracy, AccuracyName(dataSet), experiment.Budgets);
        var comparisons = Comparison.All(experiment).Where(comparison => comparison.DataSet == dataSet)
            .SelectMany(static comparison => comparison.Cells.Where(static cell => cell.Budget is not null)
                .GroupBy(static cell => cell.Neurons, (neurons, cells) => (comparison.Subject, comparison.Baseline, neurons, cells)))
            .ToArray();
        if (comparisons.Length == 0)
        {
            yield break;
        }

        var differences = ReportStyle.Create($"{Words.Set(dataSet)}: FreeEvolve less baseline", "multiply-adds", "points");
        differences.Add.HorizontalLine(0, 1.2f, Color.FromHex("#7c8594"));
        for (var i = 0; i < comparisons.Length; i++)
        {
            var (subject, baseline, neurons, cells) = comparisons[i];
            Line(differences, LabelOf(lines, baseline, neurons), baseline, Shift(i, comparisons.Length),
                [.. cells.Select(cell => (AddsOf(lines, subject, cell), cell.Difference))]);
        }

        yield return Finish(differences, DifferenceName(dataSet), experiment.Budgets);
    }

    private static string LabelOf(IReadOnlyList<FrontierLine> lines, Series series, int neurons) =>
        lines.Single(line => line.Series == series && line.Groups[0].Neurons == neurons).Label;

    private static double AddsOf(IReadOnlyList<FrontierLine> lines, Series subject, ComparedCell cell) =>
        lines.Single(line => line.Series == subject && line.Groups[0].Neurons == cell.Neurons).Of(cell.Budget!.Value)!
            .Mean(static run => run.End.MultiplyAdds);

    private static double Shift(int index, int count) => Dodge * (index - ((count - 1) / 2.0));

    private static void Line(Plot plot, string label, Series series, double shift, IReadOnlyList<(double Adds, Interval Value)> points)
    {
        var colour = Color.FromHex(Method.Of(series.Method).Colour);
        double[] xs = [.. points.Select(point => Math.Log2(point.Adds) + shift)];
        double[] ys = [.. points.Select(static point => point.Value.Mean)];
        var line = plot.Add.Scatter(xs, ys, colour);
        line.LineWidth = series.Method == Method.FreeEvolve ? 2.5f : 1.5f;
        line.MarkerShape = ReportStyle.MarkerOf(Method.Order(series.Method));
        line.MarkerSize = 7;
        line.LegendText = label;
        var bars = plot.Add.ErrorBar(xs, ys, [.. points.Select(static point => point.Value.HalfWidth ?? 0)]);
        bars.Color = colour.WithAlpha(.7);
        bars.LineWidth = 1.2f;
        bars.CapSize = 3;
    }

    private static Panel Finish(Plot plot, string name, IReadOnlyList<long> budgets)
    {
        ReportStyle.DoublingTicks(plot, budgets);
        ReportStyle.Legend(plot);
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsX(Math.Log2(budgets[0]) - Margin, Math.Log2(budgets[^1]) + Margin);
        return new Panel(name, plot);
    }
}
