using System.Globalization;
using System.Text;

namespace FreeNets.Compiler.Text;

/// <summary>Turns data, which may come from a stranger's file, into C# text that can mean nothing but that data.</summary>
internal static class CSharpText
{
    /// <summary>A string literal. Everything outside printable ASCII is escaped, so no character can end a line or the literal.</summary>
    public static string Literal(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var character in value)
        {
            if (character is '"' or '\\')
            {
                text.Append('\\').Append(character);
            }
            else if (character is >= ' ' and <= '~')
            {
                text.Append(character);
            }
            else
            {
                text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
            }
        }

        return text.Append('"').ToString();
    }

    /// <summary>Text for a comment or for XML documentation: printable, on one line, without mark-up.</summary>
    public static string Comment(string value)
    {
        var text = new StringBuilder();
        foreach (var character in value)
        {
            text.Append(character switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                _ when char.IsLetterOrDigit(character) || character is >= ' ' and <= '~' => character.ToString(),
                _ => "?",
            });
        }

        return text.ToString();
    }

    /// <summary>An integer with thousands separated, for people.</summary>
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>An integer, for the compiler.</summary>
    public static string Integer(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The place that many elements behind a reference.</summary>
    public static string At(string reference, long offset) => At(reference, Integer(offset));

    /// <summary>The same for a number of elements that may be known only when the code runs.</summary>
    public static string At(string reference, string offset) =>
        offset == "0" ? reference : $"Compiler::Unsafe.Add(ref {reference}, {offset})";

    /// <summary>The sum of a constant and something that may be known only when the code runs.</summary>
    public static string Sum(long constant, string value) => Constant(value) is { } known ? Integer(constant + known)
        : constant == 0 ? value
        : $"{Integer(constant)} + {value}";

    /// <summary>The sum of something that may be known only when the code runs and a constant behind it.</summary>
    public static string Sum(string value, long constant) =>
        Constant(value) is null && constant != 0 ? $"{value} + {Integer(constant)}" : Sum(constant, value);

    /// <summary>The product of something that may be known only when the code runs, a name or a number, and a constant.</summary>
    public static string Product(string value, long constant) => Constant(value) is { } known ? Integer(known * constant)
        : constant == 1 ? value
        : $"{value} * {Integer(constant)}";

    private static long? Constant(string value) =>
        long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A fraction as a percentage with two decimals, for people.</summary>
    public static string Percent(double fraction) => (fraction * 100).ToString("F2", CultureInfo.InvariantCulture) + " %";

    /// <summary>A finite float32 that reads back as the same.</summary>
    public static string Float(float value) => value.ToString("G9", CultureInfo.InvariantCulture) + "f";

    /// <summary>32 bits as hex digits: for a float32 exact, and the cheapest form of a number for the C# compiler.</summary>
    public static string Bits(uint bits) => "0x" + bits.ToString("X8", CultureInfo.InvariantCulture);
}
