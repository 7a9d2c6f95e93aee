using System.Globalization;

namespace FreeNets.Benchmarks.Results;

/// <summary>The rows of the summary as a Markdown table.</summary>
internal static class FiguresTable
{
    public static string Of(IReadOnlyList<SummaryRow> rows)
    {
        var lines = rows.Select(Line).Prepend("| --- | --- | ---: | ---: | --- |").Prepend("| id | figure | value | target | |");
        return string.Join('\n', lines) + "\n";
    }

    private static string Line(SummaryRow row)
    {
        var known = Target.Find(row.Id);
        var bound = row.Target is { } target ? $"{(known?.AtMost ?? false ? "≤" : "≥")} {Number(target, row.Unit)}" : "";
        var verdict = known is null ? "" : known.IsMetBy(row.Value) ? "met" : "**missed**";
        return $"| `{row.Id}` | {known?.What ?? $"`{row.Command}`"} | {Number(row.Value, row.Unit)} | {bound} | {verdict} |";
    }

    private static string Number(double value, string unit)
    {
        var number = value.ToString(Math.Abs(value) >= 1_000 ? "N0" : "0.###", CultureInfo.InvariantCulture);
        return unit == "ratio" ? number : $"{number} {unit}";
    }
}
