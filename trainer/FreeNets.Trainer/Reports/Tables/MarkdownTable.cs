using System.Globalization;
using System.Text;
using FreeNets.Trainer.Reports.Figures;
using FreeNets.Trainer.Reports.Pages;
using FreeNets.Trainer.Reports.Statistics;

namespace FreeNets.Trainer.Reports.Tables;

/// <summary>The paper's Table 2 with ours beside it, and what budgets come to, as Markdown, for a README.</summary>
internal static class MarkdownTable
{
    public static string Write(Experiment experiment)
    {
        var text = new StringBuilder();
        foreach (var dataSet in experiment.DataSets)
        {
            Budgets(text, [.. FrontierTable.Rows(experiment, dataSet)]);
        }

        foreach (var dataSet in experiment.PaperBudget is null ? experiment.DataSets : [])
        {
            var neurons = experiment.Neurons(dataSet);
            Row(text, $"**{Words.Set(dataSet)}**, k", neurons.Select(static k => $"{k}"));
            Row(text, "---", neurons.Select(static _ => "---:"));
            foreach (var series in experiment.Series.Where(series => experiment.Of(dataSet, series).Count > 0))
            {
                Row(text, series.Label, neurons.Select(k => Cell(experiment.Of(dataSet, k, series), dataSet, series, k)));
                if (neurons.Any(k => PaperTable.Accuracy(dataSet, series.Method, k) is not null))
                {
                    Row(text, "paper", neurons.Select(k => Number(PaperTable.Accuracy(dataSet, series.Method, k))));
                }
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Budgets(StringBuilder text, (string Head, IReadOnlyList<string> Cells)[] rows)
    {
        if (rows is not [var first, .. var others])
        {
            return;
        }

        Row(text, $"**{first.Head}**", first.Cells);
        Row(text, "---", first.Cells.Select(static _ => "---:"));
        foreach (var (head, cells) in others)
        {
            Row(text, head, cells);
        }

        text.Append('\n');
    }

    /// <summary>Mean ± half the 95 % interval; bold where the mean meets or beats a comparable cell of the paper.</summary>
    private static string Cell(RunGroup? group, string dataSet, Series series, int neurons)
    {
        if (group is null)
        {
            return "–";
        }

        var mean = Number(group.Accuracy.Mean);
        var meets = PaperTable.IsComparable(dataSet)
            && PaperTable.Accuracy(dataSet, series.Method, neurons) is { } paper
            && AccuracySection.Meets(group, paper);
        var interval = group.Accuracy.HalfWidth is { } half ? $" ±{Number(half)}" : "";
        return meets ? $"**{mean}**{interval}" : $"{mean}{interval}";
    }

    private static string Number(double? value) => value?.ToString("F2", CultureInfo.InvariantCulture) ?? "";

    private static void Row(StringBuilder text, string head, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Prepend(head)).Append(" |\n");
}
