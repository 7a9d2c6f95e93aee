using FreeNets.Compiler;
using FreeNets.Import.Onnx;

namespace FreeNets.Import.Tests.Interop;

/// <summary>The ONNX project's own tests of operators; inputs after the first are bound to the test's data as constants.</summary>
public sealed class NodeTests
{
    /// <summary>What no FreeNet computes, and in which words it is refused.</summary>
    private static readonly Dictionary<string, string> s_refused = new()
    {
        ["test_batchnorm_example_training_mode"] = "training mode",
        ["test_layer_normalization_2d_axis1_expanded"] = "Sqrt",
        ["test_pow_bcast_array"] = "third power of an activation",
        ["test_pow_example"] = "power 4 of an activation",
        ["test_reduce_l2_default_axes_keepdims_example_expanded"] = "Sqrt",
        ["test_reduce_l2_do_not_keepdims_example_expanded"] = "Sqrt",
        ["test_reduce_l2_keep_dims_example_expanded"] = "Sqrt",
        ["test_slice_start_out_of_bounds"] = "has no elements",
        ["test_split_zero_size_splits_opset13"] = "has no elements",
        ["test_split_zero_size_splits_opset18"] = "has no elements",
        ["test_sqrt"] = "Sqrt",
    };

    [SkippableFact]
    public void Every_test_passes_or_is_refused_in_the_right_words()
    {
        var root = InteropFolder.Require("node-tests");
        var tests = Directory.GetDirectories(root).Order(StringComparer.Ordinal).Select(Read).ToArray();
        var accepted = tests.Where(static test => test.Network is not null).ToArray();
        var compiled = accepted.Where(static test => CompilerLimits.Check(test.Network!.Net) is null).ToArray();
        var faults = tests.Where(static test => test.Fault is not null).Select(static test => $"{test.Name}: {test.Fault}")
            .Concat(Faults(accepted, accepted.Select(static test => Evaluator.Reference(test.Network!.Net))))
            .Concat(Faults(compiled, Evaluator.BestFamilies(compiled.Select(static test => test.Network!.Net))));
        Assert.True(!faults.Any(), string.Join("\n", faults));
        Assert.True(tests.Length >= 180);
        Assert.Equal(tests.Length - s_refused.Count, accepted.Length);
        Assert.Equal(["test_mish", "test_mish_expanded"], accepted.Except(compiled).Select(static test => test.Name));
    }

    private static IEnumerable<string> Faults(IEnumerable<NodeTest> tests, IEnumerable<Evaluator> evaluators) => tests
        .Zip(evaluators, static (test, evaluator) => (test.Name, Fault: Outcome.Fault(test.Network!, evaluator, test.Inputs, test.Outputs)))
        .Where(static test => test.Fault is not null)
        .Select(static test => $"{test.Name}: {test.Fault}");

    private static NodeTest Read(string folder)
    {
        var name = Path.GetFileName(folder);
        s_refused.TryGetValue(name, out var words);
        try
        {
            var model = OnnxFile.Read(Path.Combine(folder, "model.onnx"));
            var data = Path.Combine(folder, "test_data_set_0");
            var inputs = Directory.GetFiles(data, "input_*.pb").Length;
            var names = model.Graph.Input.Select(static input => input.Name).ToArray();
            for (var i = 1; i < inputs; i++)
            {
                var constant = Tensor(data, "input", i);
                constant.Name = names[i];
                model.Graph.Initializer.Add(constant);
            }

            var network = OnnxImport.Read(model, folder, "test", new ImportOptions());
            return words is not null ? new NodeTest(name, null, "is accepted") : new NodeTest(name, network, null)
            {
                Inputs = new() { [names[0]] = Array.ConvertAll(Numbers(Tensor(data, "input", 0)), static value => (float)value) },
                Outputs = model.Graph.Output.Select(static (output, i) => (output.Name, i)).ToDictionary(
                    static output => output.Name, output => Numbers(Tensor(data, "output", output.i))),
            };
        }
        catch (Refusal e)
        {
            return new NodeTest(name, null, words is not null && e.Message.Contains(words, StringComparison.Ordinal) ? null : e.Message);
        }
    }

    private static TensorProto Tensor(string data, string kind, int i) =>
        TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(data, $"{kind}_{i}.pb")));

    private static double[] Numbers(TensorProto tensor) => new TensorReader(new ExternalData(".")).Read(tensor).Numbers!;

    /// <summary>One test: a network and what it should compute, or what is wrong with it, or neither where it is refused as it should be.</summary>
    private sealed record NodeTest(string Name, ImportedNetwork? Network, string? Fault)
    {
        public Dictionary<string, float[]> Inputs { get; init; } = [];

        public Dictionary<string, double[]> Outputs { get; init; } = [];
    }
}
