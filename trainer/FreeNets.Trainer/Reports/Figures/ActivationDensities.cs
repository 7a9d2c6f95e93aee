using FreeNets.Trainer.Reports.Drawing;
using FreeNets.Trainer.Reports.Statistics;
using FreeNets.Trainer.Runs;
using ScottPlot;

namespace FreeNets.Trainer.Reports.Figures;

/// <summary>The paper's Figure 7: densities of the entries of NCAM and NCIM at start and end.</summary>
internal static class ActivationDensities
{
    private const string Id = "figure7";
    private const string Title = "Figure 7: densities of NCAM and NCIM";
    private const int Points = 201;

    public static Figure Draw(Experiment experiment)
    {
        var runs = Representatives.WithStatistics(experiment);
        if (runs.Count == 0)
        {
            return new Figure(Id, Title, "Left out: no run was made with --statistics.", []);
        }

        var findings = runs.Select(static run =>
            $"on {Words.Set(run.Start.DataSet)} the mean of NCIM goes from {run.AtStart!.Ncim.Average():F2} to "
            + $"{run.AtEnd!.Ncim.Average():F2} and that of NCAM from {run.AtStart.Ncam.Average():F2} to {run.AtEnd.Ncam.Average():F2}");
        var sizes = Words.List(runs.Select(static run => Experiment.Size(run.Start.Neurons, run.Start.Budget)).Distinct());
        return new Figure(
            Id,
            Title,
            "Gaussian kernel densities, by Silverman's bandwidth, over all pairs of neurons at the first measurement and at the end, "
            + $"of FreeEvolve's largest network ({sizes}, {Words.Seeds(runs)}): {Words.List(findings)}.",
            [.. runs.SelectMany(static run => new[]
            {
                DrawPanel(run, "ncim", "NCIM (pruning)", static statistics => statistics.Ncim),
                DrawPanel(run, "ncam", "NCAM (augmenting)", static statistics => statistics.Ncam),
            })]);
    }

    private static Panel DrawPanel(RunLog run, string slug, string matrix, Func<StatisticsLine, IReadOnlyList<float>> values)
    {
        var title = $"{Words.Set(run.Start.DataSet)}, {Experiment.Size(run.Start.Neurons, run.Start.Budget)}: {matrix}";
        var plot = ReportStyle.Create(title, "fraction of the samples", "density");
        Density(plot, values(run.AtStart!), "#8a94a6", "start");
        Density(plot, values(run.AtEnd!), "#e07b00", "end");
        if (Epsilon(run) is { } epsilon)
        {
            var line = plot.Add.VerticalLine(1 - epsilon, 1.5f, Color.FromHex("#dc2626"), LinePattern.Dashed);
            line.LegendText = $"1 − ε = {1 - epsilon:0.##}";
        }

        plot.Axes.SetLimitsX(0, 1);
        plot.Axes.AutoScaleY();
        plot.Axes.SetLimitsY(0, plot.Axes.GetLimits().Top);
        ReportStyle.Legend(plot);
        return new Panel($"{Id}-{Words.Slug(run.Start.DataSet)}-{slug}", plot);
    }

    private static double? Epsilon(RunLog run) =>
        run.Start.Options.TryGetValue("epsilon", out var text)
        && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var epsilon) ? epsilon : null;

    private static void Density(Plot plot, IReadOnlyList<float> values, string colour, string label)
    {
        double[] xs = [.. Enumerable.Range(0, Points).Select(static i => i / (Points - 1.0))];
        var ys = KernelDensities.Gaussian([.. values.Select(static value => (double)value)], xs);
        var line = plot.Add.ScatterLine(xs, ys, Color.FromHex(colour));
        line.LineWidth = 2;
        line.FillY = true;
        line.FillYColor = Color.FromHex(colour).WithAlpha(.18);
        line.LegendText = label;
    }
}
