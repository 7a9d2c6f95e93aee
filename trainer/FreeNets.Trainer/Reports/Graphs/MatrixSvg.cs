using System.Globalization;
using System.Text;
using FreeNets.Model;

namespace FreeNets.Trainer.Reports.Graphs;

/// <summary>An NCG as the paper's Figure 3 shows it: targets downwards, sources to the right, one square an edge.</summary>
internal static class MatrixSvg
{
    private const int Side = 320;
    private const int Left = 44;
    private const int Top = 10;
    private const int Width = Left + Side + 12;
    private const int Height = Top + Side + 42;

    /// <summary>Draws <paramref name="graph"/>; edges that <paramref name="before"/> had and it has not are shown pale.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="before">An earlier graph of as many neurons, or the same.</param>
    public static string Draw(Ncg graph, Ncg before)
    {
        var k = graph.Neurons;
        var scale = ((double)Side / k).ToString("0.####", CultureInfo.InvariantCulture);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" role="img">
            <g transform="translate({Left} {Top}) scale({scale})">
            <rect width="{k}" height="{k}" fill="currentColor" fill-opacity=".05"/>
            <path fill="#8a94a6" fill-opacity=".35" d="{Cells(before.AndNot(graph))}"/>
            <path fill="#16a34a" d="{Cells(graph.AndNot(before))}"/>
            <path fill="#e07b00" d="{Cells(graph.And(before))}"/>
            </g>
            <g font-family="Inter, sans-serif" font-size="12" fill="currentColor">
            <text text-anchor="middle" transform="translate(14 {Top + (Side / 2)}) rotate(-90)">target neuron i</text>

            """);
        var last = k.ToString(CultureInfo.InvariantCulture);
        Label(svg, Left + 2, Top + Side + 16, "start", "1");
        Label(svg, Left + Side, Top + Side + 16, "end", last);
        Label(svg, Left + (Side / 2), Top + Side + 34, "middle", "source neuron j");
        Label(svg, Left - 6, Top + 10, "end", "1");
        Label(svg, Left - 6, Top + Side, "end", last);
        return svg.Append("</g>\n</svg>").ToString();
    }

    /// <summary>Runs of edges in a row as one rectangle each: a dense graph takes k of them, not k²/2.</summary>
    private static string Cells(Ncg graph)
    {
        var path = new StringBuilder();
        for (var i = 0; i < graph.Neurons; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var first = j;
                while (j < i && graph[i, j])
                {
                    j++;
                }

                if (j > first)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{first} {i}h{j - first}v1H{first}z");
                }
            }
        }

        return path.ToString();
    }

    private static void Label(StringBuilder svg, int x, int y, string anchor, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>\n");
}
