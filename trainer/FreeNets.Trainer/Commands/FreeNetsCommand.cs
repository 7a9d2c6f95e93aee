using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using FreeNets.Trainer.Commands.Models;
using FreeNets.Trainer.Commands.Training;
using FreeNets.Trainer.Terminal;

namespace FreeNets.Trainer.Commands;

/// <summary>The <c>freenets</c> command line.</summary>
public static class FreeNetsCommand
{
    /// <summary>Runs a command line.</summary>
    /// <param name="args">The arguments after <c>freenets</c>; none shows the help.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="cancellation">What Ctrl-C does: finish the step in hand, save what there is.</param>
    /// <returns>0; 1 when the work failed; 2 when an option cannot be used; 3 when all was done, but a file is not where it was asked for,
    /// or a part of the output was lost; 130 when interrupted.</returns>
    public static async Task<int> InvokeAsync(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        var (lasting, errors) = (new LastingWriter(output), new LastingWriter(error));
        var exitCode = await RunAsync(args, lasting, errors, cancellation);
        return exitCode is ExitCode.Success or ExitCode.Partial && lasting.Fault is { } lost
            ? ExitCode.Fail(errors, $"all was done, but standard output failed, and a part of it is lost: {lost}", ExitCode.Partial)
            : exitCode;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var train = TrainCommand.Create();
        var quantize = QuantizeCommand.Create();
        var sweep = SweepCommand.Create();
        var report = ReportCommand.Create();
        var serve = ServeCommand.Create();
        var explain = ExplainCommand.Create();
        var import = ImportCommand.Create();
        var predict = PredictCommand.Create();
        var export = ExportCommand.Create();
        var polynomial = PolynomialCommand.Create();
        var root = new RootCommand("Trains, imports, explains and runs sparse neural networks of free topology (FreeNets).")
        {
            train,
            quantize,
            sweep,
            report,
            serve,
            explain,
            predict,
            import,
            export,
            polynomial,
            BenchTrainCommand.Create(),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExplainingHelp(
            (HelpAction)help.Action!,
            new Dictionary<Command, string>
            {
                [train] = TrainCommand.Explanation,
                [quantize] = QuantizeCommand.Explanation,
                [sweep] = SweepCommand.Explanation,
                [report] = ReportCommand.Explanation,
                [serve] = ServeCommand.Explanation,
                [explain] = ExplainCommand.Explanation,
                [import] = ImportCommand.Explanation,
                [predict] = PredictCommand.Explanation,
                [export] = ExportCommand.Explanation,
                [polynomial] = PolynomialCommand.Explanation,
            },
            new Dictionary<Command, IReadOnlyDictionary<string, string>> { [train] = TrainCommand.Headings });
        var parsed = root.Parse(args.Count == 0 ? ["--help"] : args);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var fault in parsed.Errors)
            {
                await error.WriteLineAsync($"freenets: {fault.Message}");
            }

            await error.WriteLineAsync($"See: {PathOf(parsed.CommandResult)} --help");
            return ExitCode.Usage;
        }

        // Signals are Program's: the library's own handler would end the process two seconds after Ctrl-C.
        var configuration = new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null };
        return await parsed.InvokeAsync(configuration, cancellation);
    }

    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "freenets";
}
