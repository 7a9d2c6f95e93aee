using Spectre.Console;

namespace FreeNets.Trainer.Tests.Data;

internal static class TestConsole
{
    /// <summary>A console that writes to memory.</summary>
    public static IAnsiConsole Quiet() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(new StringWriter()) });
}
