using System.CommandLine;
using FreeNets.Benchmarks.Reference;
using FreeNets.Benchmarks.Results;
using FreeNets.Benchmarks.Timing;
using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;
using Spectre.Console;
using TorchSharp;

namespace FreeNets.Benchmarks;

/// <summary><c>bench</c>: generated code beside its peers, one thread each: the summary.</summary>
internal static class BenchCommand
{
    private static readonly Option<string> s_model =
        new("--model") { Description = "The network that most figures are about, a .fnet file.", Required = true };
    private static readonly Option<string?> s_data =
        new("--data") { Description = "The data set whose test images it predicts, as in freenets train." };
    private static readonly Option<string> s_sparseModel =
        new("--sparse-model") { Description = "A network trained on images that are mostly zero.", Required = true };
    private static readonly Option<string?> s_sparseData = new("--sparse-data") { Description = "The data set of such images." };
    private static readonly Option<string> s_output =
        new("--output", "-o") { Description = "The folder for summary.json and summary.md.", Required = true };
    private static readonly Option<string> s_command = new("--command")
    {
        Description = "What the summary says it was made with.",
        DefaultValueFactory = static _ => "./build.sh bench",
    };

    public static Command Create()
    {
        var command = new Command("bench", "Times generated code beside what a user would pick instead.")
        {
            s_model, s_data, s_sparseModel, s_sparseData, s_output, s_command,
        };

        // On another thread, so that a signal ends it at once.
        command.SetAction(static (result, cancellation) => Task.Run(() => Run(result, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult options, CancellationToken cancellation)
    {
        try
        {
            // One thread for everyone: generated code has one.
            torch.set_num_threads(1);
            var images = Load(options.GetValue(s_data), cancellation);
            var sparseImages = Load(options.GetValue(s_sparseData), cancellation);
            var command = options.GetRequiredValue(s_command);
            var run = new ReferenceRun(
                FnetFile.Load(options.GetRequiredValue(s_model)), images, FnetFile.Load(options.GetRequiredValue(s_sparseModel)),
                sparseImages, command);
            var (introduction, details) = (ReferenceReport.Introduction(run, command), ReferenceReport.Details(run));
            var output = options.GetRequiredValue(s_output);
            new SummaryFolder(output).Write(run.Rows, introduction, details);
            Console.WriteLine(FiguresTable.Of(run.Rows));
            Console.WriteLine(details);
            return 0;
        }
        catch (Exception error) when (error is FnetException or DataException or IOException or InvalidOperationException)
        {
            Console.Error.WriteLine($"bench: {error.Message}");
            return 1;
        }
    }

    private static Images Load(string? data, CancellationToken cancellation) =>
        Images.Of(DataSets.Load(data, dataRoot: null, AnsiConsole.Console, cancellation));
}
