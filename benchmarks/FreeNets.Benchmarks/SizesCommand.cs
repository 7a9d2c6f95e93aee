using System.CommandLine;
using System.Globalization;
using FreeNets.Benchmarks.Generated;
using FreeNets.Benchmarks.Peers;
using FreeNets.Benchmarks.Timing;
using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;
using Spectre.Console;

namespace FreeNets.Benchmarks;

/// <summary><c>sizes</c>: what batches of any size cost, beside their share of a large one.</summary>
internal static class SizesCommand
{
    private const int Large = 256;

    private static readonly Argument<string> s_model = new("model") { Description = "A .fnet file." };
    private static readonly Option<string?> s_data =
        new("--data") { Description = "The data set whose test images are predicted, as in freenets train." };
    private static readonly Option<bool> s_every = new("--every-input") { Description = "As if trained on images without zeros." };
    private static readonly Option<int[]> s_samples = new("--samples")
    {
        Description = "Samples a call.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = static _ => [.. Enumerable.Range(1, 33), 40, 48, 64],
    };

    public static Command Create()
    {
        var command = new Command("sizes", "Times generated code on batches of many sizes, "
            + $"beside their share of one of {Large}.") { s_model, s_data, s_every, s_samples };
        command.SetAction(static (result, cancellation) =>
        {
            try
            {
                var images = Images.Of(DataSets.Load(result.GetValue(s_data), dataRoot: null, AnsiConsole.Console, cancellation));
                var net = FnetFile.Load(result.GetRequiredValue(s_model));
                Run(result.GetValue(s_every) ? Variations.ReadingEveryInput(net) : net, images, result.GetRequiredValue(s_samples));
                return Task.FromResult(0);
            }
            catch (Exception error) when (error is FnetException or DataException or IOException)
            {
                Console.Error.WriteLine($"sizes: {error.Message}");
                return Task.FromResult(1);
            }
        });
        return command;
    }

    private static void Run(FreeNet net, Images images, int[] sizes)
    {
        var ours = Field.Ours("generated", net, GeneratedCode.Of(net));
        sizes = [.. sizes.Where(static size => size != Large), Large];
        var timings = Interleaved.Time([.. sizes.Select(size => Workload.Over(ours, images.Batches(size), size))]);
        Console.WriteLine("| samples | µs a call | ÷ share |\n| ---: | ---: | ---: |");
        for (var i = 0; i < sizes.Length; i++)
        {
            var share = timings.Ratio(i, sizes.Length - 1) * Large / sizes[i];
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"| {sizes[i]} | {timings.Nanoseconds(i) / 1_000:N2} | {share:N2} |"));
        }
    }
}
