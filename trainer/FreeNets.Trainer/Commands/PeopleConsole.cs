using Spectre.Console;

namespace FreeNets.Trainer.Commands;

/// <summary>The console behind a writer for people.</summary>
internal static class PeopleConsole
{
    /// <summary>A console on <paramref name="writer"/>; colours and bars only when it is a terminal.</summary>
    public static IAnsiConsole On(TextWriter writer)
    {
        var output = new AnsiConsoleOutput(writer);
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = output.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = output.IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
    }
}
