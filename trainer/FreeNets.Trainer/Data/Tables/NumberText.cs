using System.Globalization;

namespace FreeNets.Trainer.Data.Tables;

/// <summary>How a table writes numbers, and what it writes where there is no value.</summary>
/// <param name="hasDecimalComma">Whether 1,5 is a number as well as 1.5; not where commas end fields.</param>
internal sealed class NumberText(bool hasDecimalComma)
{
    private static readonly HashSet<string> s_missing = new(StringComparer.OrdinalIgnoreCase) { "", "NA", "N/A", "NaN", "null", "?" };

    /// <summary>Whether a field holds no value.</summary>
    public static bool IsMissing(string field) => s_missing.Contains(field);

    /// <summary>The field's number, possibly infinite; null where it is none.</summary>
    public double? Parse(string field)
    {
        if (field.Length == 0 || !(char.IsAsciiDigit(field[^1]) || field[^1] is '.' or ',' or 'f' or 'F' or 'y' or 'Y'))
        {
            return null;
        }

        return double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
            : hasDecimalComma
                && double.TryParse(field.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out value) ? value
            : field.TrimStart('+', '-').Equals("inf", StringComparison.OrdinalIgnoreCase) ? double.PositiveInfinity
            : null;
    }
}
