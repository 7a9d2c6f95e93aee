using FreeNets.Trainer.Reports.Drawing;
using FreeNets.Trainer.Reports.Statistics;
using ScottPlot;

namespace FreeNets.Trainer.Reports.Figures;

/// <summary>The paper's Figure 4: accuracy by epoch of FreeEvolve and FCNN.</summary>
internal static class AccuracyByEpoch
{
    private const string Id = "figure4";
    private const string Title = "Figure 4: accuracy by epoch";

    // The rise of the first epochs would press what sets the methods apart into a few pixels.
    private const int LongRun = 10;
    private const int FirstShownWhole = 3;

    public static Figure Draw(Experiment experiment)
    {
        var shown = experiment.Series
            .Where(series => series == experiment.Main || series.Method is Method.Fcnn or "fcnn-matched").ToArray();
        var panels = new List<Panel>();
        var findings = new List<string>();
        var runs = new List<Runs.RunLog>();
        foreach (var dataSet in experiment.DataSets)
        {
            var neurons = shown.SelectMany(series => experiment.Of(dataSet, series))
                .Select(static group => group.Neurons).Distinct().Order().ToArray();
            foreach (var k in neurons.Length == 0 ? [] : Words.Pick(neurons, 40, 90))
            {
                var groups = shown.Select(series => experiment.Of(dataSet, k, series)).OfType<RunGroup>().ToArray();
                runs.AddRange(groups.SelectMany(static group => group.Runs));
                panels.Add(DrawPanel(dataSet, Experiment.Size(k, experiment.PaperBudget), k, groups));
                if (Finding(experiment, dataSet, k) is { } finding)
                {
                    findings.Add(finding);
                }
            }
        }

        if (panels.Count == 0)
        {
            return new Figure(Id, Title, "Left out: there is no run of FreeEvolve or FCNN.", []);
        }

        var isCut = runs.Any(static run => run.Epochs.Count >= LongRun);
        return new Figure(
            Id,
            Title,
            $"Test accuracy after each epoch; thin lines are runs ({Words.Seeds(runs)}), thick ones their means as far as all go"
            + (isCut ? $"; long runs are shown from where epoch {FirstShownWhole} lies" : "")
            + (findings.Count == 0 ? "." : $"; at the last epoch FreeEvolve less FCNN is {Words.List(findings)}."),
            panels);
    }

    private static string? Finding(Experiment experiment, string dataSet, int k)
    {
        var fcnn = experiment.Series.FirstOrDefault(static series => series.Method == Method.Fcnn);
        var ours = experiment.Main is null ? null : experiment.Of(dataSet, k, experiment.Main);
        var theirs = fcnn is null ? null : experiment.Of(dataSet, k, fcnn);
        return ours is null || theirs is null
            ? null
            : $"{Words.Signed(ours.Accuracy.Mean - theirs.Accuracy.Mean)} points on {Words.Set(dataSet)} with k = {k}";
    }

    private static Panel DrawPanel(string dataSet, string size, int k, IReadOnlyList<RunGroup> groups)
    {
        var plot = ReportStyle.Create($"{Words.Set(dataSet)}, {size}", "epoch", "test accuracy, %");
        foreach (var group in groups)
        {
            var colour = Color.FromHex(Method.Of(group.Series.Method).Colour);
            foreach (var run in group.Runs)
            {
                Line(plot, run.Epochs.Select(static epoch => 100 * epoch.TestAccuracy), colour.WithAlpha(.35), 1);
            }
        }

        foreach (var group in groups)
        {
            var epochs = group.Runs.Min(static run => run.Epochs.Count);
            var line = Line(plot, Enumerable.Range(0, epochs).Select(i => 100 * group.Mean(run => run.Epochs[i].TestAccuracy)),
                Color.FromHex(Method.Of(group.Series.Method).Colour), 2.5f);
            line.LegendText = group.Series.Label;
        }

        ReportStyle.WholeTicks(plot);
        ReportStyle.Legend(plot);
        plot.Axes.Margins(.02, .05);
        var runs = groups.SelectMany(static group => group.Runs).ToArray();
        if (runs.All(static run => run.Epochs.Count >= LongRun))
        {
            var shown = runs.SelectMany(static run => run.Epochs.Skip(FirstShownWhole - 1)).Select(static epoch => 100 * epoch.TestAccuracy)
                .ToArray();
            var margin = Math.Max(0.05, 0.05 * (shown.Max() - shown.Min()));
            plot.Axes.SetLimitsY(shown.Min() - margin, shown.Max() + margin);
        }

        return new Panel($"{Id}-{Words.Slug(dataSet)}-k{k}", plot);
    }

    private static ScottPlot.Plottables.Scatter Line(Plot plot, IEnumerable<double> values, Color colour, float width)
    {
        var ys = values.ToArray();
        var line = plot.Add.ScatterLine([.. Enumerable.Range(1, ys.Length).Select(static i => (double)i)], ys, colour);
        line.LineWidth = width;
        if (ys.Length == 1)
        {
            line.MarkerSize = 6;
        }

        return line;
    }
}
