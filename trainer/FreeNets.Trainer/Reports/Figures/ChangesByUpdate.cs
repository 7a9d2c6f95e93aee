using FreeNets.Trainer.Reports.Drawing;
using FreeNets.Trainer.Reports.Statistics;
using FreeNets.Trainer.Runs;
using ScottPlot;

namespace FreeNets.Trainer.Reports.Figures;

/// <summary>The paper's Figure 6: edges pruned and added by each update of the graph.</summary>
internal static class ChangesByUpdate
{
    private const string Id = "figure6";
    private const string Title = "Figure 6: edges pruned and added";

    public static Figure Draw(Experiment experiment)
    {
        var runs = experiment.DataSets.SelectMany(dataSet => Runs(experiment, dataSet)).ToArray();
        if (runs.Length == 0)
        {
            return new Figure(Id, Title, "Left out: no run of FreeEvolve tells the updates of its graph.", []);
        }

        var changes = runs.SelectMany(Changes).ToArray();
        return new Figure(
            Id,
            Title,
            "Edges pruned and added at each logged update, which may sum a window of steps, or at each round, on a logarithmic scale, "
            + "since the first prunings are far more than all that follows; of FreeEvolve, "
            + $"{Words.Count(runs.Length, "run")}, {Words.Seeds(runs)}: {changes.Sum(static change => change.Pruned):N0} prunings and "
            + $"{changes.Sum(static change => change.Added):N0} additions in all.",
            [.. runs.Select(DrawPanel)]);
    }

    private static IEnumerable<RunLog> Runs(Experiment experiment, string dataSet)
    {
        var groups = experiment.Main is null
            ? []
            : experiment.Of(dataSet, experiment.Main).Where(static group => Changes(group.Runs[0]).Any()).ToArray();
        return groups.Length == 0
            ? []
            : Words.Pick([.. groups.Select(static group => group.Neurons)], 30, 100)
                .Select(k => groups.Single(group => group.Neurons == k).Runs[0]);
    }

    private static IEnumerable<(double X, long Pruned, long Added)> Changes(RunLog run) => run.Updates.Count > 0
        ? run.Updates.Select(static update => ((double)update.Step, update.Pruned, update.Added))
        : run.Rounds.Select(static round => ((double)round.Number, round.Pruned, round.Added));

    private static Panel DrawPanel(RunLog run)
    {
        var changes = Changes(run).ToArray();
        var plot = ReportStyle.Create(
            $"{Words.Set(run.Start.DataSet)}, {Experiment.Size(run.Start.Neurons, run.Start.Budget)}", run.Updates.Count > 0
                ? "training step"
                : "round", "edges");
        double[] xs = [.. changes.Select(static change => change.X)];
        Line(plot, xs, [.. changes.Select(static change => (double)change.Pruned)], "#16a34a", "pruned", MarkerShape.FilledCircle);
        Line(plot, xs, [.. changes.Select(static change => (double)change.Added)], "#e07b00", "added", MarkerShape.FilledSquare);
        ReportStyle.WholeTicks(plot);
        ReportStyle.Legend(plot);
        plot.Axes.Margins(.02, .06);
        plot.Axes.AutoScale();
        LogTicks(plot, changes.Max(static change => Math.Max(change.Pruned, change.Added)));
        return new Panel($"{Id}-{Words.Slug(run.Start.DataSet)}-k{run.Start.Neurons}", plot);
    }

    /// <summary>Where a count lies on the y axis: logarithms, with a place for 0.</summary>
    private static double Height(double count) => Math.Log10(1 + count);

    private static void LogTicks(Plot plot, long most)
    {
        var counts = new List<double> { 0, 1 };
        while (counts[^1] < most)
        {
            counts.Add(10 * counts[^1]);
        }

        plot.Axes.Left.SetTicks(
            [.. counts.Select(Height)],
            [.. counts.Select(static count => count.ToString("N0", System.Globalization.CultureInfo.InvariantCulture))]);
    }

    private static void Line(Plot plot, double[] xs, double[] counts, string colour, string label, MarkerShape marker)
    {
        var line = plot.Add.Scatter(xs, [.. counts.Select(Height)], Color.FromHex(colour));
        line.LineWidth = 1.5f;
        line.MarkerShape = marker;
        line.MarkerSize = xs.Length <= 40 ? 6 : 0;
        line.LegendText = label;
    }
}
