using System.CommandLine;
using FreeNets.Benchmarks.Timing;
using FreeNets.Benchmarks.Wide;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;
using Spectre.Console;
using TorchSharp;

namespace FreeNets.Benchmarks;

/// <summary><c>table</c>: everyone on networks of other sizes and densities, or on some of them; the rest of the table stays.</summary>
internal static class TableCommand
{
    private static readonly Option<string?> s_data =
        new("--data") { Description = "The data set whose test images are predicted, as in freenets train." };
    private static readonly Option<string?> s_sparseData =
        new("--sparse-data") { Description = "A data set of images that are mostly zero." };
    private static readonly Option<string> s_output =
        new("--output", "-o") { Description = "The folder for table.csv and table.md.", Required = true };
    private static readonly Option<int[]> s_neurons = Numbers(
        "Only networks of these sizes.", "integers from 1 to 4096", static neurons => neurons is >= 1 and <= 4_096,
        [30, 100, 300, 1_000], "--neurons", "-k");

    private static readonly Option<double[]> s_edges = Numbers(
        "Only networks with these shares of all edges; 0 is an FCNN.", "shares of all edges from 0 to 1, such as 0.3 for 30 %",
        static share => share is >= 0 and <= 1, [1, 0.3, 0.1, 0.01, 0], "--edges");

    public static Command Create()
    {
        var command = new Command(
            "table", "Times everyone on networks of other sizes and densities.") { s_data, s_sparseData, s_output, s_neurons, s_edges };

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
            var folder = new TableFolder(options.GetRequiredValue(s_output));
            folder.Read();
            var table = new WideTable(Load(options.GetValue(s_data), cancellation), Load(options.GetValue(s_sparseData), cancellation));
            foreach (var neurons in options.GetRequiredValue(s_neurons))
            {
                foreach (var density in options.GetRequiredValue(s_edges))
                {
                    // Saves after each network, since all of them take long.
                    Console.WriteLine(FormattableString.Invariant($"k = {neurons}, {density:P0} of the edges"));
                    folder.Merge(table.Measure(neurons, density));
                }
            }

            return 0;
        }
        catch (Exception error) when (error is DataException or IOException or InvalidDataException or InvalidOperationException)
        {
            Console.Error.WriteLine($"table: {error.Message}");
            return 1;
        }
    }

    private static Images Load(string? data, CancellationToken cancellation) =>
        Images.Of(DataSets.Load(data, dataRoot: null, AnsiConsole.Console, cancellation));

    private static Option<T[]> Numbers<T>(
        string description, string range, Func<T, bool> isValid, T[] all, string name, params string[] aliases)
    {
        var option = new Option<T[]>(name, aliases)
        {
            Description = description,
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => all,
        };
        option.Validators.Add(result =>
        {
            foreach (var wrong in result.GetValueOrDefault<T[]>()?.Where(value => !isValid(value)).Take(1) ?? [])
            {
                result.AddError(FormattableString.Invariant($"{name} takes {range}, not '{wrong}'."));
            }
        });
        return option;
    }
}
