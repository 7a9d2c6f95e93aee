using FreeNets.Trainer.Reports.Figures;
using FreeNets.Trainer.Reports.Graphs;
using FreeNets.Trainer.Reports.Statistics;

namespace FreeNets.Trainer.Reports.Pages;

/// <summary>The report as one page that needs nothing else: styles, font and figures are in it, scripts are not.</summary>
internal static class ReportPage
{
    /// <summary>Writes the page. The same runs give the same bytes.</summary>
    public static string Write(Experiment experiment, IReadOnlyList<Figure> figures, IReadOnlyList<GraphPictures> graphs)
    {
        var html = new Html();
        html.Raw("<!DOCTYPE html>").Element("html", () =>
        {
            html.Element("head", () => Head(html, experiment));
            html.Element("body", () => html.Element("main", () =>
            {
                OverviewSection.Write(html, experiment);
                VerdictSection.Write(html, experiment);
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
        html.Element("h2", figure.Title).Element("p", figure.Caption, ("class", figure.Panels.Count == 0 ? "note" : "caption"));
        if (figure.Panels.Count > 0)
        {
            html.Element("div", () =>
            {
                foreach (var panel in figure.Panels)
                {
                    html.Raw($"<figure>{panel.InlineSvg()}</figure>");
                }
            }, ("class", "panels"));
        }
    }, ("id", figure.Id));

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
