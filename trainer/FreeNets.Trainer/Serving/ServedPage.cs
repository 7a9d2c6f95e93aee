using System.Text.Json;
using FreeNets.Model;
using FreeNets.Trainer.Reports.Graphs;
using FreeNets.Trainer.Reports.Pages;

namespace FreeNets.Trainer.Serving;

/// <summary>The page on which one draws: styles, script and the model's graph are in it; only predictions come from the server.</summary>
internal static class ServedPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="net">The model; its inputs are a square picture.</param>
    /// <param name="images">The test images that the server has, possibly 0.</param>
    public static string Write(FreeNet net, int images)
    {
        var html = new Html();
        html.Raw("<!DOCTYPE html>").Element("html", () =>
        {
            html.Element("head", () => html
                .Raw("<meta charset=\"utf-8\"/>")
                .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
                .Raw("<meta name=\"color-scheme\" content=\"light dark\"/>")
                .Raw("<link rel=\"icon\" href=\"data:,\"/>")
                .Element("title", $"{net.Name}: a FreeNet, live")
                .Raw($"<style>\n{Resource.Text("served.css")}</style>"));
            html.Element("body", () =>
            {
                html.Element("main", () =>
                {
                    Heading(html, net);
                    html.Element("div", () =>
                    {
                        Picture(html, images);
                        Output(html);
                        Graph(html, net);
                    }, ("class", "live"));
                });

                // The serialiser escapes <, > and &, so that no label ends the element.
                html.Raw($"<script type=\"application/json\" id=\"model\">{ModelJson(net, images)}</script>")
                    .Raw($"<script>\n{Resource.Text("served.js")}</script>");
            });
        }, ("lang", "en"));
        return html.ToString();
    }

    private static void Heading(Html html, FreeNet net)
    {
        var accuracy = net.Provenance.TestAccuracy is { } share ? $" · {100 * share:F2} % of its test set" : "";
        html.Element("h1", net.Name).Element(
            "p",
            $"{net.Inputs:N0} inputs · {net.Neurons:N0} neurons, {net.Edges.Count:N0} edges · {net.Outputs:N0} outputs{accuracy}");
    }

    private static void Picture(Html html, int images) => html.Element("section", () =>
    {
        html.Element("h2", "Picture")
            .Raw("<canvas id=\"pad\" tabindex=\"0\" aria-label=\"Drawing area\"></canvas>")
            .Element("p", () =>
            {
                html.Element("button", "Clear", ("id", "clear"), ("type", "button"));
                if (images > 0)
                {
                    html.Element("button", "Test image", ("id", "next"), ("type", "button"));
                }
            })
            .Raw("<label><input type=\"checkbox\" id=\"centre\" checked=\"checked\"/> centre my drawing</label>")
            .Element("p", "Draw here with mouse, pen or finger.", ("id", "source"), ("class", "soft"));
    });

    private static void Output(Html html) => html.Element("section", () => html
        .Element("h2", "Logits")
        .Raw("<ol id=\"logits\"></ol>")
        .Element("p", "", ("id", "time"), ("class", "soft"))
        .Element("p", "", ("id", "fault"), ("role", "alert")));

    private static void Graph(Html html, FreeNet net) => html.Element("section", () =>
    {
        html.Element("h2", "Neurons that fire");
        if (net.Edges.Count > DepthSvg.MaxEdges)
        {
            html.Element("p", $"With more than {DepthSvg.MaxEdges:N0} edges a drawing of the graph would show nothing.", ("class", "soft"));
            return;
        }

        html.Element("div", () => html.Raw(DepthSvg.Draw(net.Graph)), ("id", "graph"))
            .Element("p", "", ("id", "firing"), ("class", "soft"));
    }, ("class", "wide"));

    private static string ModelJson(FreeNet net, int images) => JsonSerializer.Serialize(
        new
        {
            side = (int)Math.Sqrt(net.Inputs),
            images,
            labels = net.Labels.Count > 0
                ? net.Labels.ToArray()
                : [.. Enumerable.Range(0, net.Outputs).Select(static output => $"{output}")],
            sources = net.Edges.Entries().Select(static edge => edge.Column),
            weights = net.Edges.Stored,
        },
        JsonSerializerOptions.Web);
}
