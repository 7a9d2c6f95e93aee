using System.Text.Json;

namespace FreeNets.Import.Tests.Interop;

/// <summary>Networks made for this project by PyTorch, in three exports each, beside what ONNX Runtime computes for them.</summary>
public sealed class MadeFilesTests
{
    [Fact]
    public void Files_that_lie_beside_the_tests_agree_with_ONNX_Runtime() => Check(Path.Combine(AppContext.BaseDirectory, "fixtures"), 6);

    [SkippableFact]
    public void Every_accepted_file_agrees_with_ONNX_Runtime() => Check(InteropFolder.Require("made"), 32);

    [SkippableTheory]
    [InlineData("layernorm.dynamo.onnx", "LayerNormalization", "depends on the mean and variance of activations")]
    [InlineData("layernorm.legacy.onnx", "Sqrt", "layer normalisation")]
    [InlineData("layernorm.legacy-batch1.onnx", "Sqrt", "layer normalisation")]
    [InlineData("mnist-normalised.qdq.onnx", "QuantizeLinear", "quantised arithmetic")]
    public void What_must_be_refused_is_refused_by_name(string file, string name, string reason)
    {
        var path = Path.Combine(InteropFolder.Require("made"), file);
        var message = Assert.Throws<ImportException>(() => OnnxImport.Read(path)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains(name, message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    private static void Check(string folder, int files)
    {
        using var index = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "index.json")));
        var (faults, count) = (new List<string>(), 0);
        foreach (var entry in index.RootElement.EnumerateArray()
            .Where(static entry => !entry.GetProperty("file").GetString()!.StartsWith("layernorm", StringComparison.Ordinal)))
        {
            count++;
            if (FaultOf(folder, entry) is { } fault)
            {
                faults.Add($"{entry.GetProperty("file")}: {fault}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Equal(files, count);
    }

    private static string? FaultOf(string folder, JsonElement entry)
    {
        var file = entry.GetProperty("file").GetString()!;
        try
        {
            var network = OnnxImport.Read(Path.Combine(folder, file));
            var samples = Outcome.Floats(Path.Combine(folder, $"{file.Split('.')[0]}.inputs.f32"));
            var (name, outputs, y) = (entry.GetProperty("input").GetString()!, entry.GetProperty("outputs"), entry.GetProperty("y"));
            var samplesOfAll =
                from evaluator in Evaluator.All(network.Net) from sample in Enumerable.Range(0, 8) select (evaluator, sample);
            return samplesOfAll.Select(pair => Fault(pair.evaluator, pair.sample)).FirstOrDefault(static fault => fault is not null);

            string? Fault(Evaluator evaluator, int sample) => Outcome.Fault(
                network,
                evaluator,
                new Dictionary<string, float[]> { [name] = samples[(sample * samples.Length / 8)..((sample + 1) * samples.Length / 8)] },
                Enumerable.Range(0, outputs.GetArrayLength()).ToDictionary(
                    o => outputs[o].GetString()!, o => y[o][sample].EnumerateArray().Select(static value => value.GetDouble()).ToArray()));
        }
        catch (ImportException e)
        {
            return e.Message;
        }
    }
}
