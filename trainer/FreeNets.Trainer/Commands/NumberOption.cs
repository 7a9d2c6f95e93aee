using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace FreeNets.Trainer.Commands;

/// <summary>Options that are numbers in a range, with errors that state the range instead of a type's name.</summary>
internal static class NumberOption
{
    /// <summary>An option <paramref name="name"/> whose value satisfies <paramref name="isValid"/>.</summary>
    /// <param name="name">Its long name.</param>
    /// <param name="alias">Its short name, or null.</param>
    /// <param name="description">What it does.</param>
    /// <param name="range">What it takes, such as "an integer from 1 to 9".</param>
    /// <param name="defaultValue">Its value where it is absent.</param>
    /// <param name="isValid">Whether a value is in the range.</param>
    public static Option<T> Create<T>(
        string name, string? alias, string description, string range, T defaultValue, Func<T, bool> isValid)
        where T : INumber<T>
    {
        var option = alias is null ? new Option<T>(name) : new Option<T>(name, alias);
        option.Description = $"{description}: {range}.";
        option.HelpName = "number";
        option.DefaultValueFactory = _ => defaultValue;
        option.CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && isValid(value))
            {
                return value;
            }

            result.AddError($"{name} takes {range}, not '{text}'.");
            return defaultValue;
        };
        return option;
    }

    /// <summary>An option that takes an integer of a range.</summary>
    public static Option<int> Whole(string name, string? alias, string description, int defaultValue, int low, int high) =>
        Create(name, alias, description, $"an integer from {low} to {high}", defaultValue, value => value >= low && value <= high);
}
