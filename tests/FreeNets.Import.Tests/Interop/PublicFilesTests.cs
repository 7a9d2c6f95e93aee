using System.Text.Json;

namespace FreeNets.Import.Tests.Interop;

/// <summary>Files of other projects, beside what ONNX Runtime computes for them.</summary>
public sealed class PublicFilesTests
{
    /// <summary>What must be refused, and in which words.</summary>
    private static readonly Dictionary<string, string> s_refused = new()
    {
        ["marabou/cifar10/cifar_base_kw_simp.onnx"] = "lowering needs",
        ["marabou/self-attention-mnist-pgd-medium-sim.onnx"] = "product of two activations (attention)",
        ["marabou/fc2.onnx"] = "'5', Flatten (ai.onnx, opset 11): axis=0 mixes batch and features although dimension 0 is dynamic",
        ["marabou/layer-zoo/dropout_training_mode_true.onnx"] = "training mode",
        ["burn/tests/gemm/gemm.onnx"] = "product of two activations",
        ["wann/WANNTool/zoo/cartpole_swingup.wann.json"] = "is neither RTNeural's (in_shape, layers) nor neat-python's",
        ["sharpneat/src/Benchmarks/SharpNeat.Benchmarks/data/genomes/preycapture.net"] = "is a cyclic network",
    };

    /// <summary>Sums of 12,000 cancel to 10 in it, of which weights of float32 keep 1.1e-5 and sums of float32 3e-5.</summary>
    private const string Cancelling = "binary11-b.net";

    [SkippableFact]
    public void Every_file_agrees_with_ONNX_Runtime_or_is_refused_in_the_right_words()
    {
        var root = InteropFolder.Require("public");
        string[] files = [
            .. NetworkFile.Extensions.SelectMany(
                extension => Directory.GetFiles(Path.Combine(root, "files"), $"*{extension}", SearchOption.AllDirectories))];
        var faults = files.Order(StringComparer.Ordinal)
            .Select(file => (Name: Path.GetRelativePath(Path.Combine(root, "files"), file), Path: file))
            .Select(file => (file.Name, Fault: FaultOf(root, file.Name, file.Path)))
            .Where(static file => file.Fault is not null)
            .Select(static file => $"{file.Name}: {file.Fault}");
        Assert.True(!faults.Any(), string.Join("\n", faults));
        Assert.True(files.Length >= 40);
    }

    private static string? FaultOf(string root, string name, string path)
    {
        try
        {
            var network = NetworkFile.Read(path);
            return s_refused.ContainsKey(name)
                ? "is accepted"
                : Compare(network, Path.Combine(root, "expected", Path.GetExtension(name) == ".onnx" ? name[..^".onnx".Length] : name));
        }
        catch (ImportException e)
        {
            return s_refused.TryGetValue(name, out var words) && e.Message.Contains(words, StringComparison.Ordinal) ? null : e.Message;
        }
    }

    private static string? Compare(ImportedNetwork network, string folder)
    {
        using var index = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "index.json")));
        var samples = index.RootElement.GetProperty("samples").GetInt32();
        var isOnnx = index.RootElement.GetProperty("model").GetString()!.EndsWith(".onnx", StringComparison.Ordinal);
        var (inputs, outputs) = (Files("inputs"), Files("outputs"));
        var samplesOfAll =
            from evaluator in Evaluator.All(network.Net) from sample in Enumerable.Range(0, samples) select (evaluator, sample);
        return samplesOfAll.Select(pair => Fault(pair.evaluator, pair.sample)).FirstOrDefault(static fault => fault is not null);

        string? Fault(Evaluator evaluator, int sample) => Outcome.Fault(
            network,
            evaluator,
            inputs.ToDictionary(input => isOnnx ? input.Name : network.Inputs[0].Name, input => Part(input.Values, sample)),
            outputs.ToDictionary(
                output => isOnnx ? output.Name : network.Outputs[0].Name,
                output => Array.ConvertAll(Part(output.Values, sample), static value => (double)value)),
            folder.EndsWith(Cancelling, StringComparison.Ordinal) ? 5e-5 : Outcome.Tolerance);

        (string Name, float[] Values)[] Files(string kind) =>
        [
            .. index.RootElement.GetProperty(kind).EnumerateArray().Select(entry =>
                (entry.GetProperty("name").GetString()!, Outcome.Floats(Path.Combine(folder, entry.GetProperty("file").GetString()!)))),
        ];

        float[] Part(float[] values, int sample) => values[(sample * values.Length / samples)..((sample + 1) * values.Length / samples)];
    }
}
