using FreeNets.Compiler;
using FreeNets.Trainer.Reports.Drawing;
using FreeNets.Trainer.Reports.Figures;
using FreeNets.Trainer.Reports.Graphs;
using FreeNets.Trainer.Reports.Pages;

namespace FreeNets.Trainer.Explain;

/// <summary>The plan as one page that needs nothing else: the tables, the graph by level, and where the cycles go.</summary>
internal static class PlanPage
{
    /// <summary>Writes the page. The same model gives the same bytes.</summary>
    public static string Write(Explanation plan, string name)
    {
        var html = new Html();
        html.Raw("<!DOCTYPE html>").Element("html", () =>
        {
            html.Element("head", () => html
                .Raw("<meta charset=\"utf-8\"/>")
                .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
                .Raw("<meta name=\"color-scheme\" content=\"light dark\"/>")
                .Element("title", $"How {name} runs")
                .Raw($"<style>\n{ReportFont.Css}\n{Resource.Text("report.css")}</style>"));
            html.Element("body", () => html.Element("main", () => Body(html, plan, name)));
        }, ("lang", "en"));
        return html.ToString();
    }

    private static void Body(Html html, Explanation plan, string name)
    {
        var tables = PlanTables.All(plan);
        html.Element("header", () => html
            .Element("h1", $"How {name} runs")
            .Element("p", PlanTables.Lead(plan.Planned.Source), ("class", "lead"))
            .Element("nav", () =>
            {
                foreach (var table in tables)
                {
                    html.Element("a", table.Title.Split(':')[0], ("href", $"#{table.Id}"));
                }
            }));
        foreach (var table in tables)
        {
            html.Element("section", () => Section(html, plan, table), ("id", table.Id));
        }
    }

    private static void Section(Html html, Explanation plan, PlanTable table)
    {
        html.Element("h2", table.Title);
        if (table.Note.Length > 0)
        {
            html.Element("p", table.Note, ("class", "caption"));
        }

        if (table.Id == "levels")
        {
            Graph(html, plan);
        }
        else if (table.Id == "stages")
        {
            html.Element("figure", () => html.Raw(CyclesSvg.Draw(plan)));
        }

        Grid(html, table);
    }

    private static void Graph(Html html, Explanation plan)
    {
        var graph = plan.Planned.Plan.Net.Graph;
        if (graph.EdgeCount > DepthSvg.MaxEdges)
        {
            html.Element("p", $"Not drawn: of more than {DepthSvg.MaxEdges:N0} edges one sees nothing but ink.", ("class", "note"));
            return;
        }

        html.Element("div", () =>
        {
            html.Element("figure", () => html.Raw(DepthSvg.Draw(graph)).Element("figcaption", "The graph after all passes, by level: "
                + "inputs come in on the left"));
            html.Element("figure", () => html.Raw(MatrixSvg.Draw(graph, graph)).Element("figcaption", "The same as a matrix: "
                + $"{Words.Count(graph.EdgeCount, "edge")}, neurons in the order in which they run"));
        }, ("class", "panels"));
    }

    private static void Grid(Html html, PlanTable table) => html.Element("div", () => html.Element("table", () =>
    {
        html.Element("tr", () =>
        {
            for (var column = 0; column < table.Head.Count; column++)
            {
                html.Element("th", table.NameOf(column), ("class", table.IsNumber(column) ? "number" : null));
            }
        });
        foreach (var row in table.Rows)
        {
            html.Element("tr", () =>
            {
                for (var column = 0; column < row.Count; column++)
                {
                    html.Element("td", row[column], ("class", table.IsNumber(column) ? "number" : null));
                }
            });
        }
    }, ("class", "plan")), ("class", "wide"));
}
