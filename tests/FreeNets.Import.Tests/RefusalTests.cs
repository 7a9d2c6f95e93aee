using FreeNets.Import.Onnx;
using FreeNets.Import.Tests.RandomGraphs;
using Google.Protobuf;

namespace FreeNets.Import.Tests;

/// <summary>What is refused, and in which words.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("freenets-import-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_message_names_file_node_operator_opset_and_reason()
    {
        var writer = new GraphWriter();
        writer.Output(writer.Node("LSTM", [writer.Input("x", 0, 2)]));
        var path = Save(writer.Model);
        Assert.Equal(
            $"{path}: node 'LSTM_1' LSTM (ai.onnx, opset 18): recurrent; only feed-forward networks are supported",
            Assert.Throws<ImportException>(() => OnnxImport.Read(path)).Message);

        writer.Model.Graph.Node[0].Name = "";
        Assert.StartsWith("node without name, output 't0', LSTM (ai.onnx, opset 18): ", Fault(writer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RandomNormalLike", "random; name a deterministic output with --output")]
    [InlineData("If", "control flow")]
    [InlineData("QuantizeLinear", "quantised arithmetic")]
    [InlineData("LayerNormalization", "depends on the mean and variance of activations")]
    [InlineData("Exp", "of an activation is not supported")]
    [InlineData("Frobnicate", "operator is not supported")]
    public void An_operator_that_no_network_has_is_refused(string type, string reason)
    {
        var writer = new GraphWriter();
        writer.Output(writer.Node(type, [writer.Input("x", 0, 2)]));
        Assert.Contains($"{type} (ai.onnx, opset 18): {reason}", Fault(writer), StringComparison.Ordinal);
    }

    [Fact]
    public void An_operator_that_no_output_needs_is_not_judged()
    {
        var writer = new GraphWriter();
        var x = writer.Input("x", 0, 2);
        writer.Node("LSTM", [x]);
        var shape = writer.Node("Shape", [writer.Node("Exp", [x])]);
        writer.Output(writer.Node("Relu", [writer.Node("Reshape", [x, shape])]));
        Assert.Equal(2, OnnxImport.Read(writer.Model, _folder, "x", new ImportOptions()).Net.Outputs);
    }

    [Fact]
    public void An_output_that_is_named_is_all_that_is_judged()
    {
        var writer = new GraphWriter();
        var x = writer.Input("x", 0, 2);
        writer.Output(writer.Node("Multinomial", [x]));
        var mean = writer.Node("Tanh", [x]);
        writer.Output(mean);
        Assert.Contains("random", Fault(writer), StringComparison.Ordinal);
        Assert.Equal(2, OnnxImport.Read(writer.Model, _folder, "x", new ImportOptions { Outputs = [mean] }).Net.Outputs);
        Assert.Equal(
            "has no output 'y'; its outputs are 't0', 't1'",
            Assert.Throws<Refusal>(() => OnnxImport.Read(writer.Model, _folder, "x", new ImportOptions { Outputs = ["y"] })).Message);
    }

    [Fact]
    public void Products_of_activations_are_refused_unless_they_are_activations()
    {
        var writer = new GraphWriter();
        var x = writer.Input("x", 0, 2);
        writer.Output(writer.Node("Mul", [writer.Node("Tanh", [x]), writer.Node("Sigmoid", [x])]));
        Assert.EndsWith("product of two activations", Fault(writer), StringComparison.Ordinal);
    }

    [Fact]
    public void A_softmax_stands_at_an_output_only()
    {
        var writer = new GraphWriter();
        var softmax = writer.Node("Softmax", [writer.Input("x", 0, 3)]);
        writer.Output(writer.Node("ReduceSum", [softmax, writer.Constant(1)]));
        Assert.EndsWith("(axis 1) feeds ReduceSum 'ReduceSum_3': softmax only at an output", Fault(writer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, "opset 6 is below 7")]
    [InlineData(29, "opset 29 is newer than the newest supported, 28")]
    public void An_opset_that_is_not_known_is_refused(long opset, string message)
    {
        var writer = new GraphWriter(opset);
        writer.Output(writer.Node("Relu", [writer.Input("x", 0, 2)]));
        Assert.StartsWith(message, Fault(writer), StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_that_depend_on_each_other_are_refused()
    {
        var writer = new GraphWriter();
        writer.Output(writer.Node("Tile", [writer.Input("x", 0, 2), writer.Constant(2, 1)]));
        Assert.EndsWith("repeats the batch axis", Fault(writer), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_depend_on_how_many_samples_there_are_are_refused()
    {
        var writer = new GraphWriter();
        var x = writer.Input("x", 0, 2);
        var count = writer.Node("Cast", [writer.Node("Gather", [writer.Node("Shape", [x]), writer.Constant(0)])], ("to", 1));
        writer.Output(writer.Node("Div", [x, count]));
        Assert.StartsWith("computes with the number of samples", Fault(writer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BatchMeaning.Auto, 3)]
    [InlineData(BatchMeaning.Rows, 3)]
    [InlineData(BatchMeaning.Features, 12)]
    public void A_fixed_dimension_0_holds_samples_where_all_goes_row_by_row(BatchMeaning meaning, int inputs)
    {
        var writer = new GraphWriter();
        writer.Output(writer.Node("Relu", [writer.Input("x", 4, 3)]));
        Assert.Equal(inputs, OnnxImport.Read(writer.Model, _folder, "x", new ImportOptions { Batch = meaning }).Net.Inputs);
    }

    [Fact]
    public void A_fixed_dimension_0_that_is_mixed_with_others_holds_features()
    {
        var writer = new GraphWriter();
        writer.Output(writer.Node("Transpose", [writer.Input("x", 4, 3)]));
        Assert.Equal(12, OnnxImport.Read(writer.Model, _folder, "x", new ImportOptions()).Net.Inputs);
    }

    [Theory]
    [InlineData("../w.bin", "lies outside the model's folder")]
    [InlineData("/etc/hostname", "is not a path inside the model's folder")]
    [InlineData("link.bin", "lies outside the model's folder")]
    [InlineData("none.bin", "is missing")]
    [InlineData("short.bin", "lead beyond its end")]
    public void Weights_are_read_from_the_folder_of_the_model_only(string location, string reason)
    {
        var model = Path.Combine(_folder, "model");
        Directory.CreateDirectory(model);
        File.WriteAllBytes(Path.Combine(_folder, "w.bin"), new byte[16]);
        File.WriteAllBytes(Path.Combine(model, "short.bin"), new byte[15]);
        File.CreateSymbolicLink(Path.Combine(model, "link.bin"), Path.Combine(_folder, "w.bin"));
        var writer = new GraphWriter();
        var weights = writer.Constant([2, 2], 1, 2, 3, 4);
        var tensor = writer.Model.Graph.Initializer[0];
        tensor.FloatData.Clear();
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        writer.Output(writer.Node("MatMul", [writer.Input("x", 0, 2), weights]));
        var message = Assert.Throws<Refusal>(() => OnnxImport.Read(writer.Model, model, "x", new ImportOptions())).Message;
        Assert.StartsWith("tensor 't0': ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_one_line()
    {
        var path = Path.Combine(_folder, "damaged.onnx");
        foreach (var bytes in new[] { "no protobuf"u8.ToArray(), [], new byte[1000] })
        {
            File.WriteAllBytes(path, bytes);
            Assert.DoesNotContain('\n', Assert.Throws<ImportException>(() => OnnxImport.Read(path)).Message);
        }
    }

    [Fact]
    public void No_bytes_whatever_end_in_another_exception()
    {
        var whole = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fixtures", "branches.legacy.onnx"));
        var (path, random) = (Path.Combine(_folder, "changed.onnx"), new Random(13));
        for (var i = 0; i < 300; i++)
        {
            var bytes = (byte[])whole.Clone();
            for (var change = 0; change <= i % 3; change++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(path, bytes);
            var thrown = Record.Exception(() => OnnxImport.Read(path));
            Assert.True(thrown is null or ImportException, thrown?.ToString());
        }
    }

    private string Fault(GraphWriter writer) =>
        Assert.ThrowsAny<Refusal>(() => OnnxImport.Read(writer.Model, _folder, "x", new ImportOptions())).Message;

    private string Save(ModelProto model)
    {
        var path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        return path;
    }
}
