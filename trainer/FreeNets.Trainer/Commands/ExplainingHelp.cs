using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FreeNets.Trainer.Commands;

/// <summary>
/// The usual help, followed by an explanation where the command has one: as a description it would swamp the list of commands.
/// </summary>
/// <param name="help">The usual help.</param>
/// <param name="explanations">Texts by command.</param>
internal sealed class ExplainingHelp(HelpAction help, IReadOnlyDictionary<Command, string> explanations) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        if (explanations.TryGetValue(parseResult.CommandResult.Command, out var text))
        {
            parseResult.InvocationConfiguration.Output.WriteLine(text);
        }

        return exitCode;
    }
}
