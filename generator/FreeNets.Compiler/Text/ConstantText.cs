using System.Text;

namespace FreeNets.Compiler.Text;

/// <summary>
/// Constants as C# text, two UTF-16 characters for 32 bits, which a program copies to aligned memory before it first reads them. A list
/// of numbers needs no copy, but costs the C# compiler 5 µs a number in every build; text costs it next to nothing.
/// </summary>
public static class ConstantText
{
    private const string Digits = "0123456789ABCDEF";

    /// <summary>1 MB: from here a build would be a second longer for numbers, and a start is half a millisecond longer for text.</summary>
    private const long MinBytes = 1 << 20;

    /// <summary>14 MB: an assembly holds at most 16 MB of text.</summary>
    public const long MaxBytes = 14 << 20;

    /// <summary>
    /// 4 KB: from here a table that fills cache lines is text whatever the others are. 1,000 and more steps of picks and weights took 1.8 times as
    /// long where they lay across lines (6,000 weights, Sapphire Rapids).
    /// </summary>
    private const long MinLineBytes = 1 << 12;

    /// <summary>Whether a table is text rather than a list of numbers.</summary>
    /// <param name="bytes">Bytes of all constants of the network.</param>
    /// <param name="lineBytes">Bytes of the table where it should fill cache lines; otherwise 0.</param>
    public static bool IsBetter(long bytes, long lineBytes) => bytes <= MaxBytes && (bytes >= MinBytes || lineBytes >= MinLineBytes);

    /// <summary>The bits of an array of float32 or int32.</summary>
    public static uint[] Bits(Array values)
    {
        var bits = new uint[values.Length];
        Buffer.BlockCopy(values, 0, bits, 0, sizeof(uint) * bits.Length);
        return bits;
    }

    /// <summary>
    /// What stands between the quotes, the lower half of each value first. Characters stand for themselves, since every one more would
    /// be read, hashed and packed by the C# compiler, but for those that C#, UTF-8 or an editor might take for something else.
    /// </summary>
    public static string Of(uint[] bits)
    {
        var text = new StringBuilder(2 * bits.Length);
        foreach (var value in bits)
        {
            Append(text, (char)value);
            Append(text, (char)(value >> 16));
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, char unit)
    {
        if (IsPlain(unit))
        {
            text.Append(unit);
            return;
        }

        text.Append("\\u");
        for (var shift = 12; shift >= 0; shift -= 4)
        {
            text.Append(Digits[(unit >> shift) & 15]);
        }
    }

    /// <summary>
    /// Not quotes, backslashes, controls, line ends, half characters, marks of direction or of byte order, or no characters at all.
    /// </summary>
    private static bool IsPlain(char unit) => unit switch
    {
        '"' or '\\' or < ' ' or (>= '\u007F' and <= '\u00A0') or '\u00AD' => false,
        (>= '\u2000' and <= '\u206F') or (>= '\uD800' and <= '\uF8FF') or (>= '\uFDD0' and <= '\uFDEF') or '\uFEFF' or >= '\uFFF0' => false,
        _ => true,
    };
}
