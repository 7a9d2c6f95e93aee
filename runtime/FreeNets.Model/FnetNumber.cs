using System.Globalization;

namespace FreeNets.Model;

/// <summary>Writes numbers so that they read back to the same bits, on every target framework.</summary>
/// <remarks>
/// Not "R", which .NET Framework gets wrong for some float64. The fewest digits that read back are taken. A float32 is read by way
/// of float64, as every other language's JSON reader would.
/// </remarks>
internal static class FnetNumber
{
    public static string Write(float value)
    {
        for (var digits = 6; ; digits++)
        {
            var text = Format(value, value, digits);
            if (digits == 9 || (float)Parse(text) == value)
            {
                return text;
            }
        }
    }

    public static string Write(double value)
    {
        for (var digits = 15; ; digits++)
        {
            var text = Format(value, value, digits);
            if (digits == 17 || Parse(text) == value)
            {
                return text;
            }
        }
    }

    public static string Write(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Format(double value, IFormattable number, int digits) =>
        value == 0 && 1 / value < 0 ? "-0" : number.ToString($"G{digits}", CultureInfo.InvariantCulture);

    // Near the largest float64 fewer digits can round up past it, which .NET Framework's parser refuses.
    private static double Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
}
