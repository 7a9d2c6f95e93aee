using FreeNets.Trainer.Reports.Drawing;
using FreeNets.Trainer.Reports.Statistics;
using FreeNets.Trainer.Runs;
using ScottPlot;

namespace FreeNets.Trainer.Reports.Figures;

/// <summary>The paper's Figure 9: live edges by training step, with the most there can be.</summary>
internal static class EdgesByStep
{
    private const string Id = "figure9";
    private const string Title = "Figure 9: live edges while training";

    public static Figure Draw(Experiment experiment)
    {
        var groups = experiment.DataSets.SelectMany(dataSet => Groups(experiment, dataSet)).ToArray();
        if (groups.Length == 0)
        {
            return new Figure(Id, Title, "Left out: there is no run of FreeEvolve.", []);
        }

        var runs = groups.SelectMany(static group => group.Runs);
        var findings = groups.Select(static group => $"{group.Mean(static run => run.End.LiveEdges):N0} of {group.Runs[0].End.MaxEdges:N0} "
            + $"on {Words.Set(group.DataSet)} with {Experiment.Size(group.Neurons, group.Budget)}");
        return new Figure(
            Id,
            Title,
            $"Live edges while FreeEvolve trains, one line a run ({Words.Seeds(runs)}), and the most that the network could have; in the "
            + $"mean it ends with {Words.List(findings)}.",
            [.. groups.Select(DrawPanel)]);
    }

    private static IEnumerable<RunGroup> Groups(Experiment experiment, string dataSet)
    {
        var groups = experiment.Main is null ? [] : experiment.Of(dataSet, experiment.Main);
        return groups.Count == 0
            ? []
            : Words.Pick([.. groups.Select(static group => group.Neurons)], 100, 70, 30).OrderDescending()
                .Select(k => groups.Single(group => group.Neurons == k));
    }

    private static Panel DrawPanel(RunGroup group)
    {
        var hasSteps = group.Runs.All(static run => run.Updates.Count > 0);
        var plot = ReportStyle.Create(
            $"{Words.Set(group.DataSet)}, {Experiment.Size(group.Neurons, group.Budget)}", hasSteps ? "training step" : "epoch", "edges");
        var colour = Color.FromHex(Method.Of(group.Series.Method).Colour);
        foreach (var run in group.Runs)
        {
            var line = plot.Add.ScatterLine(hasSteps ? BySteps(run) : ByEpochs(run), colour.WithAlpha(.6));
            line.LineWidth = 1.5f;
            line.ConnectStyle = hasSteps ? ConnectStyle.Straight : ConnectStyle.StepHorizontal;
            line.LegendText = run == group.Runs[0] ? "live edges" : "";
        }

        var most = plot.Add.HorizontalLine(group.Runs[0].End.MaxEdges, 1.5f, Color.FromHex("#8a94a6"), LinePattern.Dashed);
        most.LegendText = "most possible";
        ReportStyle.WholeTicks(plot);
        ReportStyle.CountTicks(plot);
        ReportStyle.Legend(plot);
        plot.Axes.AutoScale();
        var limits = plot.Axes.GetLimits();
        plot.Axes.SetLimits(0, limits.Right, 0, group.Runs[0].End.MaxEdges * 1.06);
        return new Panel($"{Id}-{Words.Slug(group.DataSet)}-k{group.Neurons}", plot);
    }

    private static Coordinates[] ByEpochs(RunLog run) =>
        [.. run.Epochs.Select(static (epoch, i) => new Coordinates(i + 1, epoch.LiveEdges))];

    private static Coordinates[] BySteps(RunLog run) =>
        [new(0, run.End.MaxEdges), .. run.Updates.Select(static update => new Coordinates(update.Step, update.LiveEdges))];
}
