using ScottPlot;

namespace FreeNets.Trainer.Reports.Drawing;

/// <summary>The look that all plots share.</summary>
internal static class ReportStyle
{
    /// <summary>Stands for "the colour of text" in SVG until <see cref="InlinedSvg"/> replaces it. No series has it.</summary>
    public static Color InkToken { get; } = Color.FromHex("#012345");

    private static readonly MarkerShape[] s_markers =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleUp,
        MarkerShape.FilledTriangleDown,
    ];

    /// <summary>A plot with a title and named axes.</summary>
    public static Plot Create(string title, string x, string y)
    {
        ReportFont.Install();
        var plot = new Plot();
        plot.Title(title, 14);
        plot.XLabel(x, 13);
        plot.YLabel(y, 13);
        plot.Axes.Title.Label.Bold = false;
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.MinorTickStyle.Length = 0;
        plot.Axes.Left.MinorTickStyle.Length = 0;

        // Wide enough for "4,950" and a name beside it, and the same in every panel, so that panels line up.
        plot.Axes.Left.MinimumSize = 72;
        return plot;
    }

    /// <summary>Colours everything that is not data.</summary>
    public static void Apply(Plot plot, Color ink, Color paper)
    {
        plot.FigureBackground.Color = paper;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Axes.Color(ink);
        plot.Axes.FrameColor(ink.WithAlpha(.35));
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = ink.WithAlpha(.12);
        plot.Font.Set(ReportFont.Family);
        plot.Legend.BackgroundColor = Colors.Transparent;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.FontColor = ink;
        plot.Legend.FontSize = 12;
    }

    /// <summary>A legend beside the data, never over them.</summary>
    public static void Legend(Plot plot)
    {
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.Legend.TightHorizontalWrapping = true;
        plot.Legend.SymbolWidth = 28;
        plot.Legend.Margin = new PixelPadding(0);
        plot.Legend.Padding = new PixelPadding(0);
        plot.ShowLegend(Edge.Bottom).Padding = new PixelPadding(4);
    }

    /// <summary>Ticks at integers only.</summary>
    public static void WholeTicks(Plot plot) => plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
    {
        IntegerTicksOnly = true,
        LabelFormatter = static value => value.ToString("N0", System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>A tick at each k that was run, while they are few.</summary>
    public static void NeuronTicks(Plot plot, IReadOnlyList<int> neurons)
    {
        if (neurons.Count > 12)
        {
            WholeTicks(plot);
            return;
        }

        plot.Axes.Bottom.SetTicks([.. neurons.Select(static k => (double)k)], [.. neurons.Select(static k => $"{k}")]);
    }

    /// <summary>On an axis of base-2 logarithms, a tick at each of the numbers.</summary>
    public static void DoublingTicks(Plot plot, IReadOnlyList<long> numbers) => plot.Axes.Bottom.SetTicks(
        [.. numbers.Select(static number => Math.Log2(number))],
        [.. numbers.Select(static number => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture))]);

    /// <summary>The mark of the series with this index; a few shapes come again and again.</summary>
    public static MarkerShape MarkerOf(int index) => s_markers[index % s_markers.Length];

    /// <summary>Thousands with a separator on the y axis.</summary>
    public static void CountTicks(Plot plot) => plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
    {
        LabelFormatter = static value => value.ToString("#,0.##", System.Globalization.CultureInfo.InvariantCulture),
    };
}
