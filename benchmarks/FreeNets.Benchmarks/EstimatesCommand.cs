using System.CommandLine;
using System.Globalization;
using FreeNets.Benchmarks.Generated;
using FreeNets.Benchmarks.Limits;
using FreeNets.Benchmarks.Peers;
using FreeNets.Benchmarks.Timing;
using FreeNets.Compiler;
using FreeNets.Compiler.Machines;
using FreeNets.Compiler.Schedule;
using FreeNets.Model;
using FreeNets.Tests;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;
using Spectre.Console;

namespace FreeNets.Benchmarks;

/// <summary><c>estimates</c>: the cycles that <c>freenets explain</c> tells of, beside measured ones.</summary>
internal static class EstimatesCommand
{
    private const int Batch = 256;

    private static readonly Option<string?> s_data =
        new("--data") { Description = "The data set whose test images are predicted, as in freenets train." };
    private static readonly Option<int[]> s_neurons = new("--neurons", "-k")
    {
        Description = "The sizes of the networks.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = static _ => [30, 100, 300, 1_000],
    };
    private static readonly Option<double[]> s_edges = new("--edges")
    {
        Description = "Their shares of all edges.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = static _ => [1, 0.1],
    };

    public static Command Create()
    {
        var command = new Command("estimates", "Sets the cycles that freenets explain tells of beside measured ones, "
            + "on random networks.") { s_data, s_neurons, s_edges };
        command.SetAction(static (result, cancellation) =>
        {
            try
            {
                var images = Images.Of(DataSets.Load(result.GetValue(s_data), dataRoot: null, AnsiConsole.Console, cancellation));
                Console.WriteLine("| k | edges, % | samples | encoder | cascade | estimate | measured | measured ÷ estimate |\n| ---: "
                    + "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
                foreach (var neurons in result.GetRequiredValue(s_neurons))
                {
                    foreach (var density in result.GetRequiredValue(s_edges))
                    {
                        Compare(RandomNets.Create(seed: neurons, images.Inputs, neurons, outputs: 10, density), density, images);
                    }
                }

                return Task.FromResult(0);
            }
            catch (Exception error) when (error is DataException or IOException)
            {
                Console.Error.WriteLine($"estimates: {error.Message}");
                return Task.FromResult(1);
            }
        });
        return command;
    }

    private static void Compare(FreeNet net, double density, Images images)
    {
        var cost = PathCost.Of(ModelCompiler.Plan(net, CodeChoices.Default).Plan)
            .First(static path => path.Isa.ToString() == MachineLimits.Isa);
        var ours = Field.Ours("generated", net, GeneratedCode.Of(net));
        var timings = Interleaved.Time(
            [Workload.Over(ours, images.Batches(1), 1), Workload.Over(ours, images.Batches(Batch), Batch), ClockRate.Work()]);
        var cycles = ClockRate.Of(timings.Nanoseconds(2));
        Line("1", cost.OneSample, timings.Nanoseconds(0) * cycles);
        Line("256", cost.Batch, timings.Nanoseconds(1) * cycles / Batch);

        void Line(string samples, IReadOnlyList<StageCost> stages, double measured)
        {
            var estimate = stages.Sum(static stage => stage.Cycles);
            var each = stages.Select(static stage => string.Create(CultureInfo.InvariantCulture, $"| {stage.Cycles:N0}, "
                + $"{$"{stage.Bound}".ToLowerInvariant()} "));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {net.Neurons:N0} | {100 * density:0.#} | {samples} {string.Concat(each)}| {estimate:N0} | {measured:N0} | "
                    + $"{measured / estimate:N2} |"));
        }
    }
}
