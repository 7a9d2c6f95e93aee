using FreeNets.Trainer.Reports.Drawing;
using FreeNets.Trainer.Reports.Graphs;
using FreeNets.Trainer.Reports.Statistics;

namespace FreeNets.Trainer.Reports.Pages;

/// <summary>The report as one page that needs nothing else: styles, font and figures are in it, scripts are not.</summary>
internal static class ReportPage
{
    /// <summary>Writes the page. The same runs give the same bytes.</summary>
    /// <param name="experiment">The runs.</param>
    /// <param name="frontier">Accuracy by budget, or null where no run has one.</param>
    /// <param name="figures">The paper's.</param>
    /// <param name="graphs">NCGs before and after.</param>
    public static string Write(
        Experiment experiment, Figure? frontier, IReadOnlyList<Figure> figures, IReadOnlyList<GraphPictures> graphs)
    {
        var html = new Html();
        html.Raw("<!DOCTYPE html>").Element("html", () =>
        {
            html.Element("head", () => Head(html, experiment));
            html.Element("body", () => html.Element("main", () =>
            {
                OverviewSection.Write(html, experiment);
                VerdictSection.Write(html, experiment);
                if (frontier is not null)
                {
                    FrontierSection.Write(html, experiment, frontier);
                }

                AccuracySection.Write(html, experiment);
                foreach (var figure in figures)
                {
                    Write(html, figure);
                }

                Write(html, graphs);
                CostSection.Write(html, experiment);
            }));
        }, ("lang", "en"));
        return html.ToString();
    }

    private static void Head(Html html, Experiment experiment) => html
        .Raw("<meta charset=\"utf-8\"/>")
        .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
        .Raw("<meta name=\"color-scheme\" content=\"light dark\"/>")
        .Element("title", $"FreeNets report: {experiment.Folder.Name}")
        .Raw($"<style>\n{ReportFont.Css}\n{Resource.Text("report.css")}</style>");

    private static void Write(Html html, Figure figure) => html.Element("section", () =>
    {
        WriteHead(html, figure);
        if (figure.Panels.Count > 0)
        {
            WritePanels(html, figure.Panels);
        }
    }, ("id", figure.Id));

    /// <summary>A figure's title and caption.</summary>
    public static void WriteHead(Html html, Figure figure) => html
        .Element("h2", figure.Title).Element("p", figure.Caption, ("class", figure.Panels.Count == 0 ? "note" : "caption"));

    /// <summary>Plots beside each other.</summary>
    public static void WritePanels(Html html, IEnumerable<Panel> panels) => html.Element("div", () =>
    {
        foreach (var panel in panels)
        {
            html.Raw($"<figure>{panel.InlineSvg()}</figure>");
        }
    }, ("class", "panels"));

    private static void Write(Html html, IReadOnlyList<GraphPictures> graphs) => html.Element("section", () =>
    {
        html.Element("h2", "The neural connectivity graph, before and after");
        if (graphs.Count == 0)
        {
            html.Element("p", "Left out: no run of FreeEvolve was made with --statistics.", ("class", "note"));
        }

        foreach (var graph in graphs)
        {
            html.Element("p", graph.Caption, ("class", "caption")).Element("div", () =>
            {
                foreach (var picture in graph.Pictures)
                {
                    html.Element("figure", () => html.Raw(picture.Svg).Element("figcaption", picture.Title));
                }
            }, ("class", "panels"));
        }
    }, ("id", "ncg"));
}
