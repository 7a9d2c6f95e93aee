using FreeNets.Trainer.Reports.Drawing;
using FreeNets.Trainer.Reports.Statistics;
using ScottPlot;

namespace FreeNets.Trainer.Reports.Figures;

/// <summary>The paper's Figure 5: accuracy against k, of every method that was run.</summary>
internal static class AccuracyByNeurons
{
    private const string Id = "figure5";
    private const string Title = "Figure 5: accuracy against the number of neurons";

    // Neurons between two methods' marks for the same k: their intervals would cover each other.
    private const double Dodge = 0.3;

    public static Figure Draw(Experiment experiment)
    {
        var sets = experiment.DataSets.Where(dataSet => experiment.Neurons(dataSet).Count > 1).ToArray();
        var hasPaper = experiment.Groups.Any(static group => PaperTable.IsComparable(group.DataSet)
            && PaperTable.Accuracy(group.DataSet, group.Series.Method, group.Neurons) is not null);
        var runs = experiment.Groups.Where(group => sets.Contains(group.DataSet)).SelectMany(static group => group.Runs).ToArray();
        return sets.Length == 0
            ? new Figure(Id, Title, "Left out: no set was run with more than one number of neurons.", [])
            : new Figure(
                Id,
                Title,
                "Test accuracy of the last epoch, mean and 95 % interval over seeds"
                + $"{(hasPaper ? "; dashed, the paper's Table 2" : "")}; from {Words.Count(runs.Length, "run")}, {Words.Seeds(runs)}.",
                [.. sets.Select(dataSet => DrawPanel(experiment, dataSet))]);
    }

    private static Panel DrawPanel(Experiment experiment, string dataSet)
    {
        var plot = ReportStyle.Create(Words.Set(dataSet), "neurons, k", "test accuracy, %");
        for (var i = 0; i < experiment.Series.Count; i++)
        {
            var groups = experiment.Of(dataSet, experiment.Series[i]);
            if (groups.Count > 0)
            {
                DrawSeries(plot, groups, ReportStyle.MarkerOf(i), Dodge * (i - ((experiment.Series.Count - 1) / 2.0)));
                DrawPaper(plot, dataSet, experiment.Series[i].Method, groups);
            }
        }

        ReportStyle.NeuronTicks(plot, experiment.Neurons(dataSet));
        ReportStyle.Legend(plot);
        return new Panel($"{Id}-{Words.Slug(dataSet)}", plot);
    }

    private static void DrawSeries(Plot plot, IReadOnlyList<RunGroup> groups, MarkerShape marker, double shift)
    {
        var colour = Color.FromHex(Method.Of(groups[0].Series.Method).Colour);
        double[] xs = [.. groups.Select(group => group.Neurons + shift)];
        double[] ys = [.. groups.Select(static group => group.Accuracy.Mean)];
        var line = plot.Add.Scatter(xs, ys, colour);
        line.LineWidth = 2;
        line.MarkerShape = marker;
        line.MarkerSize = 7;
        line.LegendText = groups[0].Series.Label;
        var bars = plot.Add.ErrorBar(xs, ys, [.. groups.Select(static group => group.Accuracy.HalfWidth ?? 0)]);
        bars.Color = colour.WithAlpha(.7);
        bars.LineWidth = 1.2f;
        bars.CapSize = 3;
    }

    private static void DrawPaper(Plot plot, string dataSet, string method, IReadOnlyList<RunGroup> groups)
    {
        var cells = groups.Select(group => (X: (double)group.Neurons, Y: PaperTable.Accuracy(dataSet, method, group.Neurons)))
            .Where(static cell => cell.Y is not null).ToArray();
        if (cells.Length < 2 || !PaperTable.IsComparable(dataSet))
        {
            return;
        }

        var line = plot.Add.ScatterLine(
            cells.Select(static cell => new Coordinates(cell.X, cell.Y!.Value)).ToArray(),
            Color.FromHex(Method.Of(method).Colour).WithAlpha(.75));
        line.LinePattern = LinePattern.Dashed;
        line.LineWidth = 1.5f;
        line.LegendText = $"{Method.Of(method).Label}, paper";
    }
}
