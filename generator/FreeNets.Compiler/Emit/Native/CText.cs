using System.Globalization;
using System.Text;

namespace FreeNets.Compiler.Emit.Native;

/// <summary>Turns data, which may come from a stranger's file, into C text that can mean nothing but that data.</summary>
public static class CText
{
    private const int MaxNameLength = 100;

    /// <summary>A string literal in UTF-8. Everything outside printable ASCII is escaped; so is ?, of which trigraphs are made.</summary>
    public static string Literal(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var unit in Encoding.UTF8.GetBytes(value))
        {
            text.Append(unit is >= (byte)' ' and <= (byte)'~' and not ((byte)'"' or (byte)'\\' or (byte)'?')
                ? ((char)unit).ToString()
                : "\\" + Convert.ToString(unit, 8).PadLeft(3, '0'));
        }

        return text.Append('"').ToString();
    }

    /// <summary>Text for a comment: printable ASCII on one line that cannot end the comment.</summary>
    public static string Comment(string value)
    {
        var text = new StringBuilder();
        foreach (var character in value)
        {
            text.Append(character is >= ' ' and <= '~' and not ('*' or '/' or '\\' or '?') ? character : '_');
        }

        return text.ToString();
    }

    /// <summary>True for a prefix of C functions: lower-case ASCII letters, digits and <c>_</c>, a letter first.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength
        && name[0] is >= 'a' and <= 'z'
        && name.All(static c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '_');

    /// <summary>The prefix for a class: <c>FashionMnist100</c> becomes <c>fashionmnist100</c>.</summary>
    public static string Name(string className)
    {
        var name = className.ToLowerInvariant().TrimStart('_');
        name = name.Length > 0 && name[0] is >= 'a' and <= 'z' ? name : $"model{name}";
        return name.Substring(0, Math.Min(name.Length, MaxNameLength));
    }

    /// <summary>
    /// The macro that keeps a header from being read twice. Names that differ in more than letters, digits and <c>_</c> must not come
    /// to one macro, or the second of two headers would be empty: those get their checksum.
    /// </summary>
    public static string Guard(string library)
    {
        var name = new string([.. Macro(library).Select(static c => c is >= 'A' and <= 'Z' or >= '0' and <= '9' ? c : '_')]);
        var isPlain = library.All(static c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '_');
        return isPlain ? $"FREENET_{name}_H" : $"FREENET_{name}_{Checksum(library):X8}_H";
    }

    /// <summary>A prefix as macros have it.</summary>
    public static string Macro(string name) => name.ToUpper(CultureInfo.InvariantCulture);

    // FNV-1a.
    private static uint Checksum(string text) =>
        Encoding.UTF8.GetBytes(text).Aggregate(2_166_136_261u, static (sum, unit) => unchecked((sum ^ unit) * 16_777_619u));
}
