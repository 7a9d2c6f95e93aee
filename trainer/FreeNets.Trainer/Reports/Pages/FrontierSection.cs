using FreeNets.Trainer.Reports.Drawing;
using FreeNets.Trainer.Reports.Figures;
using FreeNets.Trainer.Reports.Statistics;
using FreeNets.Trainer.Reports.Tables;

namespace FreeNets.Trainer.Reports.Pages;

/// <summary>Accuracy by budget: for each set its plots, and the table that they draw.</summary>
internal static class FrontierSection
{
    public const string Id = AccuracyByBudget.Id;

    public static void Write(Html html, Experiment experiment, Figure frontier) => html.Element("section", () =>
    {
        ReportPage.WriteHead(html, frontier);
        foreach (var dataSet in experiment.DataSets.Where(dataSet => FrontierLine.All(experiment, dataSet).Count > 0))
        {
            ReportPage.WritePanels(html, frontier.Panels.Where(panel => AccuracyByBudget.IsOf(panel, dataSet)));
            html.Element("div", () => html.Element("table", () => Table(html, experiment, dataSet), ("class", "cost")), ("class", "wide"));
        }
    }, ("id", Id));

    private static void Table(Html html, Experiment experiment, string dataSet)
    {
        var cell = "th";
        foreach (var (head, cells) in FrontierTable.Rows(experiment, dataSet))
        {
            html.Element("tr", () =>
            {
                html.Element("th", head);
                foreach (var text in cells)
                {
                    html.Element(cell, text);
                }
            });
            cell = "td";
        }
    }
}
