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

/// <summary><c>denormals</c>: a network beside itself with an encoder so small that every sum and every activation is denormal.</summary>
internal static class DenormalsCommand
{
    /// <summary>float32 is denormal below 1.2e-38; activations of trained networks are about 1.</summary>
    private const float Small = 1e-40f;

    private static readonly Argument<string> s_model = new("model") { Description = "A .fnet file with ReLU." };
    private static readonly Option<string?> s_data =
        new("--data") { Description = "The data set whose test images are predicted, as in freenets train." };

    public static Command Create()
    {
        var command = new Command(
            "denormals", "Times generated code where all activations are denormal, beside the same network as it is.") { s_model, s_data };
        command.SetAction(static (result, cancellation) =>
        {
            try
            {
                var images = Images.Of(DataSets.Load(result.GetValue(s_data), dataRoot: null, AnsiConsole.Console, cancellation));
                var net = FnetFile.Load(result.GetRequiredValue(s_model));
                Console.WriteLine("| samples | µs a sample | µs, all denormal | ratio |\n| ---: | ---: | ---: | ---: |");
                foreach (var samples in (int[])[1, 4, 256])
                {
                    Console.WriteLine(Line(Variations.ReadingEveryInput(net), images, samples));
                }

                return Task.FromResult(0);
            }
            catch (Exception error) when (error is FnetException or DataException or IOException)
            {
                Console.Error.WriteLine($"denormals: {error.Message}");
                return Task.FromResult(1);
            }
        });
        return command;
    }

    private static string Line(FreeNet net, Images images, int samples)
    {
        Contestant[] both = [Ours(net), Ours(Shrunk(net))];
        var timings = Interleaved.Time([.. both.Select(contestant => Workload.Over(contestant, images.Batches(samples), samples))]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {samples} | {timings.Nanoseconds(0) / samples / 1_000:N3} | {timings.Nanoseconds(1) / samples / 1_000:N3} | "
                + $"{timings.Ratio(1, 0):N3} |");
    }

    /// <summary>With ReLU, a smaller encoder and bias make every activation that much smaller, through all edges.</summary>
    private static FreeNet Shrunk(FreeNet net) => net with
    {
        Encoder = net.Encoder.Map(static weight => weight.Value * Small),
        EncoderBias = net.EncoderBias.Select(static bias => bias * Small).ToArray(),
        Checks = new CheckVectors(),
    };

    private static Contestant Ours(FreeNet net) => Field.Ours("generated", net, GeneratedCode.Of(net));
}
