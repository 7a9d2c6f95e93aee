using System.Globalization;
using System.Text;

namespace FreeNets.Model.Json;

/// <summary>Text of unknown origin, made fit for a message of one line.</summary>
internal static class Quoted
{
    private const int MaxLength = 60;

    /// <summary><paramref name="text"/> in single quotes: cut after 60 characters, all but printable ASCII escaped.</summary>
    public static string Text(string text) => $"'{Plain(text)}'";

    /// <summary>The same without the quotes.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in text.Length > MaxLength ? text.Substring(0, MaxLength) : text)
        {
            if (c is >= ' ' and <= '~')
            {
                plain.Append(c);
            }
            else
            {
                plain.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
            }
        }

        return text.Length > MaxLength ? plain.Append('…').ToString() : plain.ToString();
    }
}
