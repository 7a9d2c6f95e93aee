using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;

namespace FreeNets.Trainer.Commands;

/// <summary>Options that take one of an enumeration's names, in kebab-case.</summary>
internal static class ChoiceOption
{
    /// <summary>An option <paramref name="name"/>; its value is null where it is absent.</summary>
    /// <param name="name">Its long name.</param>
    /// <param name="description">What it does; the names follow.</param>
    /// <param name="defaultValue">What the help calls its default, or null for none.</param>
    public static Option<T?> Create<T>(string name, string description, T? defaultValue)
        where T : struct, Enum => new(name)
        {
            Description = $"{description}: {Names<T>()}." + (defaultValue is { } value ? $" [default: {NameOf(value)}]" : ""),
            HelpName = "name",
            CustomParser = result => Parse<T>(name, result),
        };

    /// <summary>A value as the command line spells it.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static T? Parse<T>(string name, ArgumentResult result)
        where T : struct, Enum
    {
        var text = result.Tokens[0].Value;
        foreach (var value in Enum.GetValues<T>())
        {
            if (NameOf(value) == text)
            {
                return value;
            }
        }

        result.AddError($"{name} takes one of {Names<T>()}, not '{text}'.");
        return null;
    }

    private static string Names<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(NameOf));
}
