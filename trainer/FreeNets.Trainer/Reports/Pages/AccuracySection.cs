using FreeNets.Trainer.Reports.Figures;
using FreeNets.Trainer.Reports.Statistics;

namespace FreeNets.Trainer.Reports.Pages;

/// <summary>The paper's Table 2 with ours beside it.</summary>
internal static class AccuracySection
{
    // Means of decimal fractions are not exact in binary.
    private const double Rounding = 1e-9;

    /// <summary>Whether our mean, before any rounding, is not below the paper's.</summary>
    public static bool Meets(RunGroup group, double paper) => group.Accuracy.Mean >= paper - Rounding;

    public static void Write(Html html, Experiment experiment) => html.Element("section", () =>
    {
        html.Element("h2", "Table 2: test accuracy of the last epoch, %")
            .Element("p", "Our mean over seeds, with its 95 % interval (Student's t) and the number of seeds n; below each, the paper's "
                + "number, which has no seeds and no spread. ▲ our mean meets or beats it, ▽ it does not.", ("class", "caption"));
        if (experiment.PaperBudget is not null)
        {
            html.Element("p", "Left out: the paper's networks have no budget, and all of these have one.", ("class", "note"));
            return;
        }

        foreach (var dataSet in experiment.DataSets)
        {
            html.Element(
                "div", () => html.Element("table", () => Table(html, experiment, dataSet), ("class", "accuracy")), ("class", "wide"));
            if (!PaperTable.IsComparable(dataSet))
            {
                html.Element("p", $"{Words.Set(dataSet)}: the paper's “truncated EMNIST” is not specified and has other images and classes "
                    + "than this subset, so its numbers stand here for orientation only and nothing is marked.", ("class", "note"));
            }
        }
    }, ("id", "table2"));

    private static void Table(Html html, Experiment experiment, string dataSet)
    {
        var neurons = experiment.Neurons(dataSet);
        html.Element("caption", Words.Set(dataSet)).Element("tr", () =>
        {
            html.Element("th", "neurons, k");
            foreach (var k in neurons)
            {
                html.Element("th", $"{k}");
            }
        });
        foreach (var series in experiment.Series.Where(series => experiment.Of(dataSet, series).Count > 0))
        {
            html.Element("tr", () =>
            {
                html.Element("th", series.Label);
                foreach (var k in neurons)
                {
                    Cell(html, experiment.Of(dataSet, k, series), PaperTable.Accuracy(dataSet, series.Method, k));
                }
            });
            if (neurons.Any(k => PaperTable.Accuracy(dataSet, series.Method, k) is not null))
            {
                html.Element("tr", () =>
                {
                    html.Element("th", "paper");
                    foreach (var k in neurons)
                    {
                        html.Element("td", PaperTable.Accuracy(dataSet, series.Method, k) is { } paper ? $"{paper:F2}" : "");
                    }
                }, ("class", "paper"));
            }
        }
    }

    private static void Cell(Html html, RunGroup? group, double? paper)
    {
        if (group is null)
        {
            html.Element("td", "–");
            return;
        }

        var isMarked = paper is not null && PaperTable.IsComparable(group.DataSet);
        var meets = isMarked && Meets(group, paper!.Value);
        var mark = !isMarked ? "" : meets ? " ▲" : " ▽";
        html.Element("td", () => html
            .Element("b", $"{group.Accuracy.Mean:F2}{mark}")
            .Element("small", $"{(group.Accuracy.HalfWidth is { } half ? $"± {half:F2}, " : "")}n {group.Accuracy.Count}"),
            ("class", isMarked ? meets ? "meets" : "below" : null));
    }
}
