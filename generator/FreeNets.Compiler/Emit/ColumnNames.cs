using System.Text;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit;

/// <summary>Identifiers for the names of inputs and of their categories: of letters, digits and <c>_</c>, each once.</summary>
public static class ColumnNames
{
    /// <summary>Inputs, at most, that get names in generated code.</summary>
    public const int Most = 64;

    // What a record has anyway, and what it may not be called like.
    private static readonly string[] s_taken =
        [
            "Input", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals", "Finalize", "PrintMembers",
            "Deconstruct",
        ];

    /// <summary>Whether a network's inputs get names.</summary>
    public static bool Has(FreeNet net) => net.Columns.Count is > 0 and <= Most && net.Domain.Type == InputType.Float32;

    /// <summary>The properties of a sample: <c>sepal length</c> becomes <c>SepalLength</c>.</summary>
    public static string[] Properties(FreeNet net) => Unique(net.Columns.Select(static column => Pascal(column.Name)), s_taken);

    /// <summary>The members of an input's enumeration.</summary>
    public static string[] Members(InputColumn column) => Unique(column.Categories.Select(Pascal), []);

    /// <summary>The same in C's spelling: <c>sepal length</c> becomes <c>SEPAL_LENGTH</c>.</summary>
    public static string[] Macros(IEnumerable<string> names) => Unique(
        names.Select(
            static name => string.Concat(name.Select(static c =>
            c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' ? char.ToUpperInvariant(c) : '_'))), []);

    private static string[] Unique(IEnumerable<string> names, string[] taken)
    {
        var seen = new HashSet<string>(taken, StringComparer.Ordinal);
        return [.. names.Select(name =>
        {
            var unique = name;
            for (var number = 2; !seen.Add(unique); number++)
            {
                unique = $"{name}_{number}";
            }

            return unique;
        })];
    }

    private static string Pascal(string text)
    {
        var (name, startsWord) = (new StringBuilder(), true);
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character))
            {
                name.Append(startsWord ? char.ToUpperInvariant(character) : character);
            }
            else if (character is '_' or '-' && name.Length > 0 && char.IsDigit(name[name.Length - 1]))
            {
                // x_1_2 is not x_12.
                name.Append('_');
            }

            startsWord = !char.IsLetterOrDigit(character);
        }

        return name.Length == 0 || char.IsDigit(name[0]) ? $"_{name}" : name.ToString();
    }
}
