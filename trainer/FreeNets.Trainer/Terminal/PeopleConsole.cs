using System.Text;
using Spectre.Console;

namespace FreeNets.Trainer.Terminal;

/// <summary>The console behind a writer for people.</summary>
internal static class PeopleConsole
{
    /// <summary>A console on <paramref name="writer"/>; colours and bars only when it is a terminal.</summary>
    public static IAnsiConsole On(TextWriter writer)
    {
        var output = new Output(writer);
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = output.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = output.IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
    }

    /// <summary>Writes to a writer, and asks the one inside it, if there is one, what kind of terminal it is.</summary>
    private sealed class Output(TextWriter writer) : IAnsiConsoleOutput
    {
        private readonly AnsiConsoleOutput _terminal = new((writer as LastingWriter)?.Inner ?? writer);

        public TextWriter Writer => writer;

        public bool IsTerminal => _terminal.IsTerminal;

        public int Width => _terminal.Width;

        public int Height => _terminal.Height;

        public void SetEncoding(Encoding encoding) => _terminal.SetEncoding(encoding);
    }
}
