using System.Text.RegularExpressions;

namespace FreeNets.Trainer.Reports.Drawing;

/// <summary>Makes the SVG of a plot fit to stand inside a page, among others.</summary>
internal static partial class InlinedSvg
{
    /// <summary>
    /// Without XML declaration; identifiers numbered anew behind the panel's name (Skia counts on through a process, and two plots of
    /// a page must not share any); ink as <c>currentColor</c>; scaled by the page.
    /// </summary>
    /// <param name="svg">What ScottPlot gave.</param>
    /// <param name="name">Unique in the page; letters, digits, '.', '_' and '-'.</param>
    public static string From(string svg, string name)
    {
        svg = svg[svg.IndexOf("<svg", StringComparison.Ordinal)..].Trim().ReplaceLineEndings("\n");
        svg = Root().Replace(
            svg, """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 $1 $2" width="$1" height="$2" role="img">""", 1);
        svg = svg.Replace(ReportStyle.InkToken.ToHex(), "currentColor", StringComparison.OrdinalIgnoreCase);

        // Skia breaks lines around text, which a browser would draw as spaces.
        svg = TextBreaks().Replace(svg, "$1$2</text>");
        svg = Indentation().Replace(svg, "\n");
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return Identifier().Replace(svg, match =>
        {
            if (!numbers.TryGetValue(match.Value, out var number))
            {
                numbers[match.Value] = number = numbers.Count;
            }

            return $"{name}-{number}";
        });
    }

    /// <summary>An SVG that carries its font.</summary>
    public static string WithFont(string svg) =>
        svg.Insert(svg.IndexOf('>', StringComparison.Ordinal) + 1, $"<style>{ReportFont.Css}</style>") + "\n";

    [GeneratedRegex("""<svg [^>]*?width="([0-9.]+)" height="([0-9.]+)"[^>]*>""")]
    private static partial Regex Root();

    [GeneratedRegex(@"(<text [^>]*>)\s*([^<]*?)\s*</text>")]
    private static partial Regex TextBreaks();

    [GeneratedRegex(@"\n\s+")]
    private static partial Regex Indentation();

    [GeneratedRegex(@"\bcl_[0-9a-f]+\b")]
    private static partial Regex Identifier();
}
