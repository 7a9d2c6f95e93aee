using System.Globalization;
using System.Text;
using FreeNets.Compiler.Optimise;
using FreeNets.Model;

namespace FreeNets.Trainer.Reports.Graphs;

/// <summary>An NCG as dots and curves: a neuron stands as far to the right as the longest path to it is long.</summary>
internal static class DepthSvg
{
    /// <summary>More edges than this are ink without meaning.</summary>
    public const int MaxEdges = 20_000;

    private const int Width = 540;
    private const int Height = 350;
    private const int Margin = 24;
    private const double Spacing = 15;

    /// <summary>The length, in edges, of the longest path to each neuron.</summary>
    public static IReadOnlyList<int> Depths(Ncg graph) => Levels.Of(graph);

    /// <summary>Draws a graph of at most <see cref="MaxEdges"/> edges.</summary>
    public static string Draw(Ncg graph)
    {
        var places = Places(Depths(graph));

        // Each edge is a path of its own: where many meet, their ink adds up.
        var opacity = Math.Min(0.8, 9 / Math.Sqrt(Math.Max(1, graph.EdgeCount))).ToString("0.###", CultureInfo.InvariantCulture);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" role="img">
            <g fill="none" stroke="#e07b00" stroke-width=".8" stroke-opacity="{opacity}">

            """);
        foreach (var (target, source) in graph.Edges())
        {
            Curve(svg, places[source], places[target], (target + source) % 2 == 0);
        }

        svg.Append("</g>\n<g fill=\"currentColor\">\n");
        foreach (var (x, y) in places)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"2.2\"/>\n");
        }

        return svg.Append("</g>\n</svg>").ToString();
    }

    private static (double X, double Y)[] Places(IReadOnlyList<int> depths)
    {
        var levels = depths.Max() + 1;
        var sizes = depths.CountBy(static depth => depth).ToDictionary();
        var placed = new int[levels];
        return
        [
            .. depths.Select(depth =>
            {
                var x = levels == 1 ? Width / 2.0 : Margin + ((double)depth / (levels - 1) * (Width - (2 * Margin)));
                var gap = Math.Min(Spacing, (double)(Height - (2 * Margin)) / sizes[depth]);
                return (x, (Height / 2.0) + ((placed[depth]++ - ((sizes[depth] - 1) / 2.0)) * gap));
            }),
        ];
    }

    /// <summary>Longer edges bend further, half of them upwards: on one line they would cover each other.</summary>
    private static void Curve(StringBuilder svg, (double X, double Y) from, (double X, double Y) to, bool isUp)
    {
        var bend = (to.X - from.X) / Width * (Height - (2 * Margin)) * (isUp ? -1 : 1);
        var (x, y) = ((from.X + to.X) / 2, ((from.Y + to.Y) / 2) + bend);
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{from.X:0.#} {from.Y:0.#}Q{x:0.#} {y:0.#} {to.X:0.#} {to.Y:0.#}\"/>\n");
    }
}
