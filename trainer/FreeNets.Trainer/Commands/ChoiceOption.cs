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
    /// <param name="choices">The values it takes; none for all.</param>
    public static Option<T?> Create<T>(string name, string description, T? defaultValue, params T[] choices)
        where T : struct, Enum
    {
        choices = choices.Length == 0 ? Enum.GetValues<T>() : choices;
        return new(name)
        {
            Description = $"{description}: {Names(choices)}." + (defaultValue is { } value ? $" [default: {NameOf(value)}]" : ""),
            HelpName = "name",
            CustomParser = result => Parse(name, choices, result),
        };
    }

    /// <summary>A value as the command line spells it.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static T? Parse<T>(string name, T[] choices, ArgumentResult result)
        where T : struct, Enum
    {
        var text = result.Tokens[0].Value;
        foreach (var value in choices)
        {
            if (NameOf(value) == text)
            {
                return value;
            }
        }

        result.AddError($"{name} takes one of {Names(choices)}, not '{text}'.");
        return null;
    }

    private static string Names<T>(T[] choices)
        where T : struct, Enum => string.Join(", ", choices.Select(NameOf));
}
