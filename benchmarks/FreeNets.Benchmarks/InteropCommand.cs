using System.CommandLine;
using System.Globalization;
using FreeNets.Benchmarks.Interop;
using FreeNets.Benchmarks.Results;
using FreeNets.Benchmarks.Timing;
using FreeNets.Import;
using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;
using FreeNets.Trainer.Generated;
using Spectre.Console;

namespace FreeNets.Benchmarks;

/// <summary><c>interop</c>: networks of other programs, imported and compiled, beside ONNX Runtime on their own files.</summary>
internal static class InteropCommand
{
    private const int Batch = 256;

    private static readonly (string File, string Id, bool HasImages)[] s_networks =
    [
        ("mnist-normalised.legacy.onnx", "mnist-normalised", true),
        ("pruned-mlp.legacy.onnx", "pruned-mlp", false),
        ("actor-critic.legacy.onnx", "actor-critic", false),
        ("wide-deep.legacy.onnx", "wide-deep", false),
    ];

    private static readonly Argument<string> s_folder = new("folder") { Description = "The folder of the files, shared/interop/made." };
    private static readonly Option<string?> s_data =
        new("--data") { Description = "A set of images that are mostly zero, for the network that takes them: mnist, or a folder." };
    private static readonly Option<string> s_output =
        new("--output", "-o") { Description = "The folder with summary.json and summary.md.", Required = true };

    public static Command Create()
    {
        var command = new Command("interop", "Times imported networks beside ONNX Runtime, "
            + "and puts the figures into the summary.") { s_folder, s_data, s_output };
        command.SetAction((result, cancellation) => Task.Run(() => Run(result, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult options, CancellationToken cancellation)
    {
        try
        {
            var images = Images.Of(DataSets.Load(options.GetValue(s_data), dataRoot: null, AnsiConsole.Console, cancellation));
            var rows = s_networks.SelectMany(
                network => RowsOf(
                    Path.Combine(options.GetRequiredValue(s_folder), network.File), network.Id,
                    network.HasImages ? images : null)).ToArray();
            new SummaryFolder(options.GetRequiredValue(s_output)).Merge(rows);
            Console.WriteLine(FiguresTable.Of(rows));
            return 0;
        }
        catch (Exception error) when (error is ImportException or DataException or IOException or InvalidOperationException)
        {
            Console.Error.WriteLine($"interop: {error.Message}");
            return 1;
        }
    }

    private static IEnumerable<SummaryRow> RowsOf(string path, string id, Images? images)
    {
        var network = NetworkFile.Read(path);
        var (random, inputs) = (new Random(1), network.Net.Inputs);
        var dense = Enumerable.Range(0, 512 * inputs).Select(_ => (float)((4 * random.NextDouble()) - 2)).ToArray();
        yield return Row($"interop.{id}.one", Ratio(path, network, network.Net, dense, 1));
        if (images is not null)
        {
            // As freenets import --density makes it.
            var skipping = network.Net with { Provenance = network.Net.Provenance with { InputDensity = images.Density } };
            yield return Row(
                $"interop.{id}.one.images",
                Ratio(path, network, skipping, Array.ConvertAll(images.Pixels, static pixel => pixel / 255f), 1));
        }

        yield return Row($"interop.{id}.b256", Ratio(path, network, network.Net, dense, Batch));
    }

    /// <summary>ONNX Runtime's time ÷ ours on the same inputs.</summary>
    private static double Ratio(string path, ImportedNetwork network, FreeNet net, float[] values, int samples)
    {
        var code = GeneratedModel.Of(net);
        using var session = new FileSession(
            path, samples,
            network.Outputs.ToDictionary(static output => output.Name, static output => output.Spans.Sum(static span => span.Count)));
        var (length, outputs) = (samples * net.Inputs, new float[samples * net.Outputs]);
        var predict = samples == 1 ? code.Predict : code.PredictBatch;
        Verify(network, session, () => predict(values.AsSpan(0, length), outputs), values, outputs, samples);
        var timings = Interleaved.Time(
        [
            Workload.Over("ONNX Runtime", values, length, batch =>
            {
                batch.CopyTo(session.Input);
                session.Run();
            }),
            Workload.Over("ours", values, length, batch => predict(batch, outputs)),
        ]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileName(path)}, {samples} a call: ONNX Runtime {timings.Nanoseconds(0) / samples:N0} ns, "
                + $"ours {timings.Nanoseconds(1) / samples:N0} ns a sample"));
        return timings.Ratio(0, 1);
    }

    private static void Verify(ImportedNetwork network, FileSession session, Action predict, float[] values, float[] outputs, int samples)
    {
        values.AsSpan(0, session.Input.Length).CopyTo(session.Input);
        session.Run();
        predict();
        foreach (var output in network.Outputs)
        {
            var (first, count, expected) = (output.Spans[0].First, output.Spans[0].Count, session.Outputs[output.Name]);
            for (var i = 0; i < samples * count; i++)
            {
                var own = outputs[(i / count * network.Net.Outputs) + first + (i % count)];
                if (Math.Abs(own - expected[i]) > 1e-4 * Math.Max(1, Math.Abs(expected[i])))
                {
                    throw new InvalidOperationException(
                        $"{network.Net.Name}: output {output.Name}[{i}] is {own}, and ONNX Runtime's {expected[i]}.");
                }
            }
        }
    }

    private static SummaryRow Row(string id, double value) => SummaryRow.Of(id, value, "./build.sh interop");
}
