using System.Globalization;

namespace FreeNets.Fuzz.Mutators;

/// <summary>Numbers and texts that programs stumble over.</summary>
internal static class Hostility
{
    private static readonly string[] s_numbers =
    [
        "0", "-0", "1", "-1", "2", "0.5", "1e-46", "1.17549435e-38", "3.4028235e38", "3.5e38", "-3.4028235e38", "1e308", "1e400", "-1e400",
        "127", "128", "255", "256", "65535", "65536",
        "65537", "16777216", "16777217", "2147483647", "2147483648", "-2147483648", "4294967296", "9223372036854775807",
        "9223372036854775808", "1e9", "0.1", "00", "+1", "1.", ".5",
        "NaN", "Infinity", "0x10", "1e", "١",
    ];

    private static readonly long[] s_wholes =
    [
        0, 1, -1, 2, 3, 7, 8, 127, 255, 256, 1_000, 65_535, 65_536, 1 << 20, 1 << 26, int.MaxValue, int.MinValue, 1L << 32, 1L << 40,
        long.MaxValue, long.MinValue,
    ];

    private static readonly float[] s_floats =
        [
            0, -0f, 1, -1, float.Epsilon, 1e-38f, float.MaxValue, float.MinValue, float.NaN, float.PositiveInfinity, float.NegativeInfinity,
            1e-7f, 1e10f,
        ];

    private static readonly string[] s_texts =
    [
        "", " ", "a", "relu", "elu", "softmax", "float32", "uint8", "*/ int x; /*", "// \\", "\\", "\"", "'", "\"\"\"", "{0}", "${x}",
        "%s%n", "@class", "class", "static", "Inputs", "</summary>",
        "<script>alert(1)</script>", "]]>", "&amp;", "<!--", "#if X", "#define", "??/", "\\u002a/", "\u001b[31m", "\u0007", "\r\n", "\n",
        "\t", "\0", "\u0085", "\u2028", "\u2029", "\u202e", "\ufeff",
        "\u00ad", "é", "名前", "🦊", "\u0130", "ſ", "../../etc/passwd", "/dev/zero", "con", "_", "__init__", "None", "a b", "a-b", "1a",
        "weight.", ".", "..", "a\u0301", "｛", "i\u0307",
    ];

    public static string Number(Random random) => random.Next(4) switch
    {
        0 => random.Next(-300, 300).ToString(CultureInfo.InvariantCulture),
        1 => Float(random).ToString("R", CultureInfo.InvariantCulture),
        _ => s_numbers[random.Next(s_numbers.Length)],
    };

    public static long Whole(Random random) => random.Next(3) == 0 ? random.Next(-20, 300) : s_wholes[random.Next(s_wholes.Length)];

    public static float Float(Random random) =>
        random.Next(3) == 0 ? BitConverter.Int32BitsToSingle(random.Next()) : s_floats[random.Next(s_floats.Length)];

    public static string Text(Random random) => random.Next(12) switch
    {
        0 => new string((char)random.Next('A', 'z'), random.Next(1, 250)),
        1 => string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => s_texts[random.Next(s_texts.Length)])),
        2 => new string([.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => (char)random.Next(0x20, 0xD800))]),
        _ => s_texts[random.Next(s_texts.Length)],
    };
}
