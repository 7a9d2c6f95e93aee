using FreeNets.Trainer.Reports.Drawing;
using FreeNets.Trainer.Reports.Statistics;
using FreeNets.Trainer.Runs;
using ScottPlot;

namespace FreeNets.Trainer.Reports.Figures;

/// <summary>The paper's Figure 8: edges at start and end against k.</summary>
internal static class EdgesByNeurons
{
    private const string Id = "figure8";
    private const string Title = "Figure 8: edges at start and end";

    public static Figure Draw(Experiment experiment)
    {
        var bySet = experiment.Main is null
            ? []
            : experiment.DataSets.Select(dataSet => experiment.Of(dataSet, experiment.Main))
                .Where(static groups => groups.Count > 1).ToArray();
        if (bySet.Length == 0)
        {
            return new Figure(Id, Title, "Left out: FreeEvolve was not run with more than one number of neurons.", []);
        }

        var findings = bySet.Select(static groups =>
            $"on {Words.Set(groups[^1].DataSet)} with k = {groups[^1].Neurons}, {100 * Kept(groups[^1]):F0} % of the edges are left");
        return new Figure(
            Id,
            Title,
            "Edges of the dense graph at the start and of FreeEvolve's graph at the end, mean and 95 % interval over "
            + $"{Words.Seeds(bySet.SelectMany(static groups => groups).SelectMany(static group => group.Runs))}: {Words.List(findings)}.",
            [.. bySet.Select(DrawPanel)]);
    }

    private static double Kept(RunGroup group) => group.Mean(static run => (double)run.End.LiveEdges / Math.Max(1, run.End.MaxEdges));

    private static Panel DrawPanel(IReadOnlyList<RunGroup> groups)
    {
        var plot = ReportStyle.Create(Words.Set(groups[0].DataSet), "neurons, k", "edges");
        Line(plot, groups, "#16a34a", "start", static run => run.End.MaxEdges, MarkerShape.FilledSquare);
        Line(plot, groups, "#e07b00", "end", static run => run.End.LiveEdges, MarkerShape.FilledCircle);
        ReportStyle.NeuronTicks(plot, [.. groups.Select(static group => group.Neurons)]);
        ReportStyle.CountTicks(plot);
        ReportStyle.Legend(plot);
        plot.Axes.SetLimitsY(0, groups[^1].Runs[0].End.MaxEdges * 1.06);
        return new Panel($"{Id}-{Words.Slug(groups[0].DataSet)}", plot);
    }

    private static void Line(
        Plot plot, IReadOnlyList<RunGroup> groups, string colour, string label, Func<RunLog, double> edges, MarkerShape marker)
    {
        Interval[] values = [.. groups.Select(group => Interval.Of([.. group.Runs.Select(edges)]))];
        double[] xs = [.. groups.Select(static group => (double)group.Neurons)];
        double[] ys = [.. values.Select(static value => value.Mean)];
        var line = plot.Add.Scatter(xs, ys, Color.FromHex(colour));
        line.LineWidth = 2;
        line.MarkerShape = marker;
        line.MarkerSize = 7;
        line.LegendText = label;
        var bars = plot.Add.ErrorBar(xs, ys, [.. values.Select(static value => value.HalfWidth ?? 0)]);
        bars.Color = Color.FromHex(colour).WithAlpha(.7);
        bars.CapSize = 3;
    }
}
