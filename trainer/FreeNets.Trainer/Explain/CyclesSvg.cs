using System.Globalization;
using System.Net;
using System.Text;
using FreeNets.Compiler;
using FreeNets.Compiler.Machines;
using FreeNets.Model;

namespace FreeNets.Trainer.Explain;

/// <summary>Estimated cycles as bars: a bar a path, a colour a stage.</summary>
internal static class CyclesSvg
{
    private const int Left = 210;
    private const int Bar = 560;
    private const int Right = 70;
    private const int Line = 26;
    private const int Top = 30;

    private static readonly string[] s_colours = ["#3b82c4", "#e07b00"];

    /// <summary>Draws one sample and a sample of a batch for every family.</summary>
    public static string Draw(Explanation plan)
    {
        var bars = plan.Paths
            .SelectMany(static path => new[] { ($"{path.Isa}, one sample", path.OneSample), ($"{path.Isa}, of a batch", path.Batch) })
            .ToArray();
        var longest = bars.Max(static bar => bar.Item2.Sum(static stage => stage.Cycles));
        var (width, height) = (Left + Bar + Right, Top + (bars.Length * Line) + 6);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" font-family="Inter, sans-serif" font-size="13">
            <rect x="{Left}" y="6" width="12" height="12" fill="{s_colours[0]}"/><text x="{Left + 18}" y="17" fill="currentColor">encoder</text>
            <rect x="{Left + 100}" y="6" width="12" height="12" fill="{s_colours[1]}"/><text x="{Left + 118}" y="17" fill="currentColor">cascade and decoder</text>

            """);
        for (var i = 0; i < bars.Length; i++)
        {
            Append(svg, Top + (i * Line), bars[i].Item1, bars[i].Item2, Bar / longest);
        }

        return svg.Append("</svg>").ToString();
    }

    private static void Append(StringBuilder svg, int top, string name, EquatableArray<StageCost> stages, double scale)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 10}\" y=\"{top + 15}\" text-anchor=\"end\" "
            + $"fill=\"currentColor\">{WebUtility.HtmlEncode(name)}</text>\n");
        var x = (double)Left;
        for (var i = 0; i < stages.Count; i++)
        {
            var length = stages[i].Cycles * scale;
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{top}\" width=\"{length:0.#}\" height=\"{Line - 6}\" "
                + $"fill=\"{s_colours[i]}\"/>\n");
            x += length;
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 8:0.#}\" y=\"{top + 15}\" "
            + $"fill=\"currentColor\">{stages.Sum(static stage => stage.Cycles):N0}</text>\n");
    }
}
