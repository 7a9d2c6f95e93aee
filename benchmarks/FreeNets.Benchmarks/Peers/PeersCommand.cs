using System.CommandLine;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using FreeNets.Benchmarks.Demo;
using FreeNets.Model;
using FreeNets.Trainer;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Networks;
using Spectre.Console;
using TorchSharp;

namespace FreeNets.Benchmarks.Peers;

/// <summary><c>peers</c>: the compiled-in model beside ONNX Runtime and TorchSharp, one thread each, in one run.</summary>
internal static class PeersCommand
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    public static Command Create()
    {
        var model = new Option<FileInfo>("--model") { Description = "The .fnet file that this program was built with.", Required = true };
        var data = new Option<string?>("--data") { Description = "The data set whose test images are used, as in freenets train." };
        var output = new Option<DirectoryInfo>("--output") { Description = "The folder for summary.json and summary.md.", Required = true };
        var command = new Command("peers", "Times generated code beside ONNX Runtime and TorchSharp.") { model, data, output };
        command.SetAction((result, cancellation) => Task.FromResult(Run(
            result.GetRequiredValue(model).FullName, result.GetValue(data), result.GetRequiredValue(output), cancellation)));
        return command;
    }

    private static int Run(string modelPath, string? data, DirectoryInfo output, CancellationToken cancellation)
    {
        try
        {
            var net = FnetFile.Load(modelPath);
            var test = DataSets.Load(data, dataRoot: null, AnsiConsole.Console, cancellation).Test;
            var measurements = Measure(net, test);
            var ratios = Ratios(measurements);
            Print(measurements, ratios);
            Save(output, net, measurements, ratios);
            return 0;
        }
        catch (Exception error) when (error is FnetException or DataException or IOException)
        {
            Console.Error.WriteLine($"peers: {error.Message}");
            return 1;
        }
    }

    private static Measurement[] Measure(FreeNet net, ImageSet test)
    {
        torch.set_num_threads(1);
        using var module = FreeNetModule.FromFreeNet(net);
        module.eval();
        using var freeNet = new OnnxSession(OnnxExport.FreeNet(net), net.Inputs, net.Outputs);
        using var mlp = new OnnxSession(OnnxExport.Mlp(net), net.Inputs, net.Outputs);
        var ours = Measurement.Of(Engine.Jit(), test, net.Outputs);
        var onnx = Measurement.Of(freeNet.AsEngine("ONNX Runtime, FreeNet", "OnnxFreeNet"), test, net.Outputs);
        if (onnx.Disagreements(ours, net.Outputs) > 0)
        {
            throw new IOException("ONNX Runtime predicts other classes than the generated code: the export is not the same network.");
        }

        return
        [
            ours,
            onnx,
            Measurement.Of(mlp.AsEngine("ONNX Runtime, MLP", "OnnxMlp"), test, net.Outputs),
            Measurement.Of(Engine.Torch(module), test, net.Outputs),
        ];
    }

    private static Ratio[] Ratios(Measurement[] measurements)
    {
        var (ours, freeNet, mlp) = (measurements[0], measurements[1], measurements[2]);
        return
        [
            new("one.freenet.ort", "one sample, ONNX Runtime's FreeNet ÷ ours", freeNet.NanosecondsBatch1 / ours.NanosecondsBatch1, 40),
            new("one.mlp.ort", "one sample, ONNX Runtime's MLP of the same width ÷ ours", mlp.NanosecondsBatch1 / ours.NanosecondsBatch1, 2),
            new("b256.freenet.ort", "batch 256, ONNX Runtime's FreeNet ÷ ours", freeNet.NanosecondsBatch256 / ours.NanosecondsBatch256, 3),
            new("b256.mlp.ort", "batch 256, ONNX Runtime's MLP ÷ ours", mlp.NanosecondsBatch256 / ours.NanosecondsBatch256, 0.95),
        ];
    }

    private static void Print(Measurement[] measurements, Ratio[] ratios)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("", "ns, batch 1", "ns an image, batch 256");
        foreach (var m in measurements)
        {
            table.AddRow(m.Engine.Name, FormattableString.Invariant($"{m.NanosecondsBatch1:N0}"), FormattableString.Invariant($"{m.NanosecondsBatch256:N0}"));
        }

        AnsiConsole.Write(table);
        foreach (var ratio in ratios)
        {
            Console.WriteLine(FormattableString.Invariant($"{ratio.What}: {ratio.Value:F2} (target {ratio.Target}: {ratio.Verdict})"));
        }
    }

    private static void Save(DirectoryInfo output, FreeNet net, Measurement[] measurements, Ratio[] ratios)
    {
        const string Command = "./build.sh bench";
        var rows = ratios.Select(static r => new { id = r.Id, value = Math.Round(r.Value, 3), target = r.Target, unit = Ratio.Unit, command = Command });
        AtomicFile.Write(Path.Combine(output.FullName, "summary.json"), JsonSerializer.Serialize(rows, s_json) + "\n");

        var isa = Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : "128-bit vectors";
        var lines = new List<string>
        {
            "# Generated code beside its peers",
            "",
            FormattableString.Invariant($"`{Command}`: {net.Inputs}-{net.Neurons}-{net.Outputs}, {net.Graph.EdgeCount:N0} of {net.Graph.MaxEdges:N0} edges, test images of {net.Provenance.DataSet}; one thread; {isa}; medians of one run."),
            "",
            "| | FLOPs | ns, batch 1 | ns an image, batch 256 |",
            "| --- | ---: | ---: | ---: |",
        };
        lines.AddRange(measurements.Select(m => FormattableString.Invariant(
            $"| {m.Engine.Name} | {Flops(net, m.Engine):N0} | {m.NanosecondsBatch1:N0} | {m.NanosecondsBatch256:N0} |")));
        lines.AddRange(["", "| id | ratio | value | target | |", "| --- | --- | ---: | ---: | --- |"]);
        lines.AddRange(ratios.Select(static r => FormattableString.Invariant(
            $"| `{r.Id}` | {r.What} | {r.Value:F2} | {r.Target} | {r.Verdict} |")));
        AtomicFile.Write(Path.Combine(output.FullName, "summary.md"), string.Join('\n', lines) + "\n");
    }

    private static long Flops(FreeNet net, Engine engine) => engine.Key switch
    {
        "Jit" => MultiplyAdds.Live(net).Flops,
        "OnnxMlp" => MultiplyAdds.Fcnn(net).Flops,
        _ => MultiplyAdds.Dense(net).Flops,
    };
}
