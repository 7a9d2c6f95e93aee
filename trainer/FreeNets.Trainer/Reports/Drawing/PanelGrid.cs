using System.Text;
using ScottPlot;

namespace FreeNets.Trainer.Reports.Drawing;

/// <summary>Panels in one picture, for a README.</summary>
internal static class PanelGrid
{
    // Three beside each other are as wide as a README, whose letters are then not much smaller than its text's.
    private const int Width = 400;
    private const int Height = 330;

    /// <summary>Row by row, black on white, with the font in it.</summary>
    public static string Svg(IReadOnlyList<Panel> panels, int columns)
    {
        var rows = (panels.Count + columns - 1) / columns;
        var text = new StringBuilder();
        text.Append(FormattableString.Invariant(
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {columns * Width} {rows * Height}" role="img">"""));
        for (var i = 0; i < panels.Count; i++)
        {
            ReportStyle.Apply(panels[i].Plot, Colors.Black, Colors.White);
            var panel = InlinedSvg.From(panels[i].Plot.GetSvgXml(Width, Height), panels[i].Name);
            var place = FormattableString.Invariant($""" x="{i % columns * Width}" y="{i / columns * Height}" """);
            text.Append('\n').Append(panel.Insert("<svg".Length, place.TrimEnd()));
        }

        return InlinedSvg.WithFont(text.Append("\n</svg>").ToString());
    }
}
