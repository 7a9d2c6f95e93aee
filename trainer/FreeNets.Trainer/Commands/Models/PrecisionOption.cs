using System.CommandLine;
using FreeNets.Model;

namespace FreeNets.Trainer.Commands.Models;

/// <summary>The option that takes a precision by the name that a project's <c>Precision</c> has for it.</summary>
internal static class PrecisionOption
{
    /// <summary><c>--precision</c>; the first of <paramref name="names"/> is its default.</summary>
    public static Option<string> Create(string description, params string[] names) => new Option<string>("--precision")
    {
        Description = description,
        DefaultValueFactory = _ => names[0],
    }.AcceptOnlyFromAmong(names);

    /// <summary>What was given.</summary>
    public static Precision Read(ParseResult parsed, Option<string> option) =>
        Enum.Parse<Precision>(parsed.GetRequiredValue(option), ignoreCase: true);
}
