using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FreeNets.Trainer.Benchmarks;
using FreeNets.Trainer.Commands.Training;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;
using FreeNets.Trainer.Kernels;
using FreeNets.Trainer.Terminal;
using FreeNets.Trainer.Training;
using Spectre.Console;

namespace FreeNets.Trainer.Commands;

/// <summary><c>freenets bench train</c>: what a training step costs on this machine.</summary>
internal static class BenchTrainCommand
{
    private const string Description =
        "Trains an FCNN and FreeNets with as many neurons in turn, and prints what a step and an epoch of each cost.";

    private static readonly TrainingOptions s_default = new();

    /// <summary>The command <c>bench</c> with its part <c>train</c>, ready to be added to a root.</summary>
    public static Command Create()
    {
        var data = new Option<string>("--data")
        {
            Description = "A folder with IDX files, or one of " + string.Join(", ", DataSets.Names),
            HelpName = "folder|name",
            DefaultValueFactory = static _ => "fashion-mnist",
        };
        var dataRoot = new Option<string?>("--data-root")
        {
            Description = "The folder to look for named data sets in, before $FREENETS_DATA and the cache, and to download them to.",
            HelpName = "folder",
        };
        var neurons = NumberOption.Whole("--neurons", "-k", "Neurons of each network", s_default.Neurons, 1, 4096);
        var batchSize = NumberOption.Whole("--batch-size", null, "Samples a step", s_default.BatchSize, 1, 65_536);
        var threads = NumberOption.Whole("--threads", null, "Threads of libtorch", 1, 1, 1024);
        var turns = NumberOption.Whole("--turns", null, "Epochs that each network is timed for, after one to warm up", 5, 1, 1000);
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of a table." };
        var train = new Command("train", Description) { data, dataRoot, neurons, batchSize, threads, turns, json };
        train.SetAction((parsed, cancellation) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var options = new TrainingOptions
            {
                Neurons = parsed.GetRequiredValue(neurons),
                BatchSize = parsed.GetRequiredValue(batchSize),
            };
            try
            {
                var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
                var set = DataSets.Load(parsed.GetRequiredValue(data), parsed.GetValue(dataRoot), console, cancellation);
                Train.SetThreads(parsed.GetRequiredValue(threads));
                var count = parsed.GetRequiredValue(turns);
                var costs = TrainBenchmark.Run(set, options, count, cancellation);
                Print(parsed.GetValue(json), output, set, options, parsed.GetRequiredValue(threads), count, costs);
                return Task.FromResult(ExitCode.Success);
            }
            catch (DataException e)
            {
                error.WriteLine($"freenets: {e.Message}");
                return Task.FromResult(ExitCode.Usage);
            }
            catch (TrainingException e)
            {
                error.WriteLine($"freenets: {e.Message}");
                return Task.FromResult(ExitCode.Failure);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                error.WriteLine("freenets: interrupted; nothing was measured.");
                return Task.FromResult(ExitCode.Interrupted);
            }
        });
        return new Command("bench", "Measures what the parts of this program cost on this machine.") { train };
    }

    private static void Print(
        bool asJson, TextWriter output, DataSet data, TrainingOptions options, int threads, int turns, IReadOnlyList<TrainCost> costs)
    {
        if (asJson)
        {
            output.WriteLine(JsonSerializer.Serialize(
                new
                {
                    Benchmark = "train",
                    DataSet = data.Name,
                    TrainImages = data.Train.Count,
                    options.Neurons,
                    options.BatchSize,
                    threads,
                    turns,
                    Lanes = Lanes.Widest,
                    Networks = costs,
                },
                JsonSerializerOptions.Web));
            return;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{data.Name}, {data.Train.Count:N0} images, batches of {options.BatchSize}, {threads} thread(s), vectors of {Lanes.Widest}; "
            + $"{turns} epochs of each in turn"));
        output.WriteLine($"{"",-32} {"edges",9} {"ms/step",9} {"s/epoch",9} {"× FCNN",9}");
        foreach (var cost in costs)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{cost.Name,-32} {cost.Edges,9:N0} {cost.MsPerStep,9:F3} {cost.EpochSeconds,9:F3} {cost.Ratio,9:F2}"));
        }
    }
}
