using System.Globalization;
using System.Text;

namespace FreeNets.Compiler.Emit.Native;

/// <summary>Turns data, which may come from a stranger's file, into Python text that can mean nothing but that data.</summary>
internal static class PythonText
{
    /// <summary>
    /// A string literal. Everything outside printable ASCII is escaped; half of a surrogate pair becomes U+FFFD, as in UTF-8.
    /// </summary>
    public static string Literal(string value)
    {
        var text = new StringBuilder("\"");
        for (var i = 0; i < value.Length; i++)
        {
            var isPair = char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]);
            var point = isPair ? char.ConvertToUtf32(value[i], value[++i]) : char.IsSurrogate(value[i]) ? 0xFFFD : value[i];
            text.Append(point is >= ' ' and <= '~' and not ('"' or '\\')
                ? ((char)point).ToString()
                : $"\\U{point.ToString("x8", CultureInfo.InvariantCulture)}");
        }

        return text.Append('"').ToString();
    }

    /// <summary>Text for a docstring in three double quotes: printable ASCII on one line that cannot end it.</summary>
    public static string Comment(string value)
    {
        var text = new StringBuilder();
        foreach (var character in value)
        {
            text.Append(character is >= ' ' and <= '~' and not ('"' or '\\') ? character : '_');
        }

        return text.ToString();
    }
}
