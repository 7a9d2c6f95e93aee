using System.Globalization;
using CsvHelper;
using FreeNets.Trainer.Reports.Statistics;

namespace FreeNets.Trainer.Reports.Tables;

/// <summary>One line a run as CSV: what every other table is made of.</summary>
internal static class RunsTable
{
    public static string Write(Experiment experiment)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var csv = new CsvWriter(text, new CsvHelper.Configuration.CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" });
        csv.WriteRecords(experiment.Groups.SelectMany(static group => group.Runs).Select(static run => new
        {
            run.Key,
            run.Start.DataSet,
            run.Start.Method,
            run.Start.Neurons,
            run.Start.Budget,
            run.Start.Seed,
            Epochs = run.Epochs.Count,
            TestAccuracyPercent = Math.Round(run.Accuracy, 4),
            LiveEdges = run.Epochs[^1].LiveEdges,
            run.End.MultiplyAdds,
        }));
        csv.Flush();
        return text.ToString();
    }
}
