using ScottPlot;

namespace FreeNets.Trainer.Reports.Drawing;

/// <summary>One of the plots that make up a figure.</summary>
/// <param name="Name">Its file's name without extension, such as <c>figure4-mnist-k40</c>.</param>
/// <param name="Plot">What to draw, unstyled.</param>
internal sealed record Panel(string Name, Plot Plot)
{
    private const int Width = 540;
    private const int Height = 350;

    /// <summary>For the page: ink is the page's text colour, so that it follows light and dark.</summary>
    public string InlineSvg()
    {
        ReportStyle.Apply(Plot, ReportStyle.InkToken, Colors.Transparent);
        return InlinedSvg.From(Plot.GetSvgXml(Width, Height), Name);
    }

    /// <summary>For a file of its own: black on white, with the font in it.</summary>
    public string FileSvg()
    {
        ReportStyle.Apply(Plot, Colors.Black, Colors.White);
        return InlinedSvg.WithFont(InlinedSvg.From(Plot.GetSvgXml(Width, Height), Name));
    }

    /// <summary>A PNG of twice the size, black on white.</summary>
    public byte[] Png()
    {
        ReportStyle.Apply(Plot, Colors.Black, Colors.White);
        Plot.ScaleFactor = 2;
        try
        {
            return Plot.GetImage(2 * Width, 2 * Height).GetImageBytes(ImageFormat.Png);
        }
        finally
        {
            Plot.ScaleFactor = 1;
        }
    }
}
