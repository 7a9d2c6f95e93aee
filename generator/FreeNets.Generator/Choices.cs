using System.Globalization;
using FreeNets.Compiler;
using FreeNets.Compiler.Machines;
using FreeNets.Model;

namespace FreeNets.Generator;

/// <summary>Turns the metadata of an item into the compiler's choices, or into a sentence that names what may be written.</summary>
internal static class Choices
{
    /// <summary>The choices; null with a fault.</summary>
    public static CodeChoices? Parse(ItemMetadata metadata, out string? fault)
    {
        var families = Families(metadata.Isa);
        var visibility = OneOf(metadata.Visibility, Visibility.Public, ("public", Visibility.Public), ("internal", Visibility.Internal));
        var precision = OneOf(metadata.Precision, Precision.Float32, s_precisions);
        var batch = OneOf(metadata.Batch, true, ("true", true), ("false", false));
        var maxBytes = Bytes(metadata.MaxBytes);
        fault = (families, precision, visibility, batch, maxBytes) switch
        {
            (null, _, _, _, _) => Fault(
                "Isa", metadata.Isa, $"one or more of {string.Join(", ", s_families.Select(static pair => pair.Name))}, joined by commas"),
            (_, null, _, _, _) => Fault("Precision", metadata.Precision, "float32, int8, bfloat16 or float16"),
            (_, _, null, _, _) => Fault("Visibility", metadata.Visibility, "public or internal"),
            (_, _, _, null, _) => Fault("Batch", metadata.Batch, "true or false"),
            (_, _, _, _, null) => Fault("MaxBytes", metadata.MaxBytes, "a whole number of bytes from 1, in digits"),
            _ => null,
        };
        return fault is not null ? null : new CodeChoices
        {
            Families = families!,
            Precision = precision!.Value,
            Visibility = visibility!.Value,
            Batch = batch!.Value,
            MaxBytes = metadata.MaxBytes.Length == 0 ? null : maxBytes,
        };
    }

    private static readonly (string Name, Isa Isa)[] s_families =
        [.. CodeChoices.Default.Families.Select(static isa => (isa.ToString().ToLowerInvariant(), isa))];

    private static readonly (string Name, Precision Value)[] s_precisions =
    [
        ("float32", Precision.Float32),
        ("int8", Precision.Int8),
        ("bfloat16", Precision.BFloat16),
        ("float16", Precision.Float16),
    ];

    /// <summary>The families named, widest first whatever the order and number of their names; null for any other name.</summary>
    private static Isa[]? Families(string text)
    {
        if (text.Length == 0)
        {
            return [.. CodeChoices.Default.Families];
        }

        var names = text.Split(',', ';').Select(static name => name.Trim()).Where(static name => name.Length > 0).ToArray();
        var known = s_families.Where(family => names.Contains(family.Name, StringComparer.OrdinalIgnoreCase)).ToArray();
        return names.Length > 0 && names.All(name => s_families.Any(family => IsName(family.Name, name)))
            ? [.. known.Select(static family => family.Isa)]
            : null;
    }

    private static T? OneOf<T>(string text, T otherwise, params (string Name, T Value)[] values)
        where T : struct
    {
        foreach (var (name, value) in values)
        {
            if (IsName(name, text))
            {
                return value;
            }
        }

        return text.Length == 0 ? otherwise : null;
    }

    private static long? Bytes(string text) =>
        text.Length == 0 ? 0
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 ? bytes
        : null;

    private static bool IsName(string name, string text) => string.Equals(name, text, StringComparison.OrdinalIgnoreCase);

    private static string Fault(string name, string text, string allowed) => $"{name}=\"{text}\" is not {allowed}.";
}
