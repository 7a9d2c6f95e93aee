using System.Globalization;
using System.Text;

namespace FreeNets.Benchmarks.Peers.C;

/// <summary>Constants as C text.</summary>
internal static class CText
{
    /// <summary>A literal that reads back as the same float.</summary>
    public static string Number(float value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny(".E") < 0 ? $"{text}.0f" : $"{text}f";
    }

    public static void Array(StringBuilder text, string declaration, IEnumerable<string> values) =>
        text.Append("static const ").Append(declaration).Append(" = {").AppendJoin(", ", values.DefaultIfEmpty("0")).Append("};\n");

    public static void Matrix(StringBuilder text, string declaration, IEnumerable<float[]> rows) =>
        text.Append("static const float ").Append(declaration).Append(" = {\n")
            .AppendJoin(",\n", rows.Select(static row => $"  {{{string.Join(", ", row.Select(Number))}}}"))
            .Append("\n};\n");
}
