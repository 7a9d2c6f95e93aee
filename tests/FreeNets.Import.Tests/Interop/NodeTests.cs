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
        var tests = Directory.GetDirectories(root).Order(StringComparer.Ordinal).ToArray();
        var faults = tests.Select(static test => (Name: Path.GetFileName(test), Fault: FaultOf(test)))
            .Where(static test => test.Fault is not null)
            .Select(static test => $"{test.Name}: {test.Fault}");
        Assert.True(!faults.Any(), string.Join("\n", faults));
        Assert.True(tests.Length >= 180);
    }

    private static string? FaultOf(string test)
    {
        s_refused.TryGetValue(Path.GetFileName(test), out var words);
        try
        {
            var model = OnnxFile.Read(Path.Combine(test, "model.onnx"));
            var data = Path.Combine(test, "test_data_set_0");
            var inputs = Directory.GetFiles(data, "input_*.pb").Length;
            var names = model.Graph.Input.Select(static input => input.Name).ToArray();
            for (var i = 1; i < inputs; i++)
            {
                var constant = Tensor(data, "input", i);
                constant.Name = names[i];
                model.Graph.Initializer.Add(constant);
            }

            var network = OnnxImport.Read(model, test, "test", new ImportOptions());
            if (words is not null)
            {
                return "is accepted";
            }

            return Outcome.Fault(
                network,
                Evaluator.Reference(network.Net),
                new Dictionary<string,
                float[]>
                { [names[0]] = Array.ConvertAll(Numbers(Tensor(data, "input", 0)), static value => (float)value) },
                model.Graph.Output.Select(static (output, i) => (output.Name, i)).ToDictionary(
                    static output => output.Name, output => Numbers(Tensor(data, "output", output.i))));
        }
        catch (Refusal e)
        {
            return words is not null && e.Message.Contains(words, StringComparison.Ordinal) ? null : e.Message;
        }
    }

    private static TensorProto Tensor(string data, string kind, int i) =>
        TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(data, $"{kind}_{i}.pb")));

    private static double[] Numbers(TensorProto tensor) => new TensorReader(new ExternalData(".")).Read(tensor).Numbers!;
}
