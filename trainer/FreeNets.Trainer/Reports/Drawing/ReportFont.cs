using ScottPlot;
using SkiaSharp;

namespace FreeNets.Trainer.Reports.Drawing;

/// <summary>
/// The one typeface of all figures, carried in this assembly and in the page: text is measured and drawn alike on every machine,
/// with or without fonts of its own. Inter, reduced to the characters of western languages (SIL Open Font License, see OFL.txt).
/// </summary>
internal sealed class ReportFont : IFontResolver
{
    /// <summary>The family's name in SVG and CSS.</summary>
    public const string Family = "Inter";

    private static readonly byte[] s_bytes = Resource.Bytes("Inter.otf");
    private static readonly Lazy<ReportFont> s_installed = new(Create);
    private readonly SKTypeface _typeface = SKTypeface.FromStream(new MemoryStream(s_bytes));

    private ReportFont()
    {
    }

    /// <summary>An @font-face rule that carries the font itself.</summary>
    public static string Css { get; } =
        $"@font-face{{font-family:{Family};src:url(data:font/otf;base64,{Convert.ToBase64String(s_bytes)}) format('opentype')}}";

    /// <summary>Makes every plot of this process use the font. Call before the first plot is made.</summary>
    public static void Install() => _ = s_installed.Value;

    /// <inheritdoc/>
    public SKTypeface CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => _typeface;

    /// <inheritdoc/>
    public SKTypeface CreateTypeface(string fontName, bool bold, bool italic) => _typeface;

    private static ReportFont Create()
    {
        var font = new ReportFont();
        Fonts.FontResolvers.Clear();
        Fonts.FontResolvers.Add(font);
        Fonts.Default = Family;
        return font;
    }
}
