using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FreeNets.Trainer.Commands;

/// <summary>
/// The usual help, with headings among the options of a command that has many, followed by an explanation where the command has
/// one: as a description it would swamp the list of commands.
/// </summary>
/// <param name="help">The usual help.</param>
/// <param name="explanations">Texts by command.</param>
/// <param name="headings">By command, the headings of its options, each by the long name of the first option below it.</param>
internal sealed class ExplainingHelp(
    HelpAction help,
    IReadOnlyDictionary<Command, string> explanations,
    IReadOnlyDictionary<Command, IReadOnlyDictionary<string, string>> headings) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var exitCode = headings.TryGetValue(command, out var ofOptions) ? InvokeWith(ofOptions, parseResult) : help.Invoke(parseResult);
        if (explanations.TryGetValue(command, out var text))
        {
            parseResult.InvocationConfiguration.Output.WriteLine(text);
        }

        return exitCode;
    }

    private int InvokeWith(IReadOnlyDictionary<string, string> ofOptions, ParseResult parseResult)
    {
        var configuration = parseResult.InvocationConfiguration;
        var output = configuration.Output;
        using var text = new StringWriter();
        configuration.Output = text;
        var exitCode = help.Invoke(parseResult);
        configuration.Output = output;
        foreach (var line in text.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            if (LongNameIn(line) is { } name && ofOptions.TryGetValue(name, out var heading))
            {
                output.WriteLine();
                output.WriteLine($" {heading}:");
            }

            output.WriteLine(line);
        }

        output.WriteLine();
        return exitCode;
    }

    /// <summary>The long name of the option that a line of the help begins to describe, or null.</summary>
    private static string? LongNameIn(string line) => line.StartsWith("  -", StringComparison.Ordinal)
        ? line.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(
            static word => word.StartsWith("--", StringComparison.Ordinal))
        : null;
}
