using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using FreeNets.Import.Tests.Interop;
using FreeNets.Model;

namespace FreeNets.Import.Tests;

/// <summary>Formats of JSON, and tensors with a file of layers, on files written here.</summary>
public sealed class LayerFormatsTests : IDisposable
{
    private const string Neurons =
        """{"format_version":"1.0","network_type":"feedforward","topology":{"input_keys":[-1,-2],"output_keys":[0,7]},"nodes":[N],"connections":[C]}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("freenets-layers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Weights are [input][output]; an activation stands in its layer or after it.</summary>
    [Theory]
    [InlineData("""{"type":"dense","activation":"","shape":[null,null,2],"weights":[[[1,2],[3,4]],[10,20]]}""", new[] { 1f, -1 }, new[] { 8.0, 18 })]
    [InlineData("""{"type":"time-distributed-dense","activation":"relu","shape":[2],"weights":[[[1,-2],[3,-4]]]}""", new[] { 1f, 1 }, new[] { 4.0, 0 })]
    [InlineData("""{"type":"dense","activation":"","shape":[2],"weights":[[[1,0],[0,1]]]},{"type":"activation","activation":"elu","shape":[2]}""", new[] { 1f, -1 }, new[] { 1, -0.6321205588 })]
    [InlineData("""{"type":"dense","activation":"softmax","shape":[2],"weights":[[[1,0],[0,1]]]}""", new[] { 1f, 1 }, new[] { 0.5, 0.5 })]
    [InlineData("""{"type":"dense","activation":"","shape":[2],"weights":[[[1,0],[0,1]]]},{"type":"prelu","weights":[[[0.25,0.5]]]}""", new[] { -1f, -1 }, new[] { -0.25, -0.5 })]
    [InlineData("""{"type":"batchnorm","epsilon":1,"weights":[[2,4],[1,1],[5,5],[3,15]]},{"type":"dense","activation":"tanh","shape":[1],"weights":[[[0.1],[0.01]]]}""", new[] { 6f, 7 }, new[] { 0.2260 })]
    public void RTNeurals_layers_are_computed_as_RTNeural_does(string layers, float[] input, double[] expected)
    {
        var network = Read("x.json", "{\"in_shape\":[null,null,2],\"layers\":[" + layers + "]}");
        Assert.Equal(expected, ReferenceEvaluator.Outputs(network.Net, input), static (a, b) => Math.Abs(a - b) < 1e-4);
    }

    /// <summary>f(bias + response · Σ weight · value); a neuron without sources is f(bias), an output without a neuron 0.</summary>
    [Theory]
    [InlineData("sigmoid", 0.1)]
    [InlineData("tanh", 0.1)]
    [InlineData("sin", 0.1)]
    [InlineData("gauss", 0.1)]
    [InlineData("relu", 0.1)]
    [InlineData("elu", -0.5)]
    [InlineData("lelu", -0.5)]
    [InlineData("selu", -0.5)]
    [InlineData("softplus", 0.1)]
    [InlineData("softplus", 20)]
    [InlineData("clamped", 3)]
    [InlineData("abs", -3)]
    [InlineData("hat", 0.25)]
    [InlineData("square", -3)]
    [InlineData("identity", 3)]
    public void Functions_of_neat_python_have_its_own_scales(string function, double z)
    {
        var expected = function switch
        {
            "sigmoid" => 1 / (1 + Math.Exp(-5 * z)),
            "tanh" => Math.Tanh(2.5 * z),
            "sin" => Math.Sin(5 * z),
            "gauss" => Math.Exp(-5 * z * z),
            "relu" => z,
            "elu" => Math.Exp(z) - 1,
            "lelu" => 0.005 * z,
            "selu" => 1.0507009873554805 * 1.6732632423543772 * (Math.Exp(z) - 1),
            "softplus" => 0.2 * Math.Log(1 + Math.Exp(Math.Min(5 * z, 60))),
            "clamped" => 1,
            "abs" => 3,
            "hat" => 0.75,
            "square" => 9,
            _ => z,
        };

        // z = 0.5 + 2 · (0.5 · x₁ + h), with a neuron h = relu(0.25) that nothing leads to.
        var x = (float)(((z - 0.5) / 2) - 0.25) * 2;
        var network = Read(
            "x.json",
            Neurons.Replace("N", Neuron(0, function, 0.5, 2) + "," + Neuron(3, "relu", 0.25, 9), StringComparison.Ordinal).Replace(
            "C",
            """{"from":-1,"to":0,"weight":0.5,"enabled":true},{"from":3,"to":0,"weight":1,"enabled":true},{"from":-2,"to":0,"weight":99,"enabled":false}""", StringComparison.Ordinal));
        var outputs = ReferenceEvaluator.Outputs(network.Net, [x, 1]);
        Assert.Equal(2, outputs.Length);
        Assert.Equal(expected, outputs[0], 1e-5);
        Assert.Equal(0, outputs[1]);
    }

    [Theory]
    [InlineData("x.json", "[1", "is no JSON")]
    [InlineData("x.json", "{}", "is neither RTNeural's (in_shape, layers) nor neat-python's")]
    [InlineData("x.json", """{"a.weight":[[1]],"a.bias":[0]}""", "holds weights by name and not what is done with them")]
    [InlineData("x.json", """{"in_shape":[2],"layers":[{"type":"lstm"}]}""", "layers[0].type is 'lstm', which keeps values over time")]
    [InlineData("x.json", """{"in_shape":[2],"layers":[{"type":"Dense"}]}""", "layers[0].type is 'Dense', which is not known; "
        + "RTNeural itself would leave it out")]
    [InlineData("x.json", """{"in_shape":[2],"layers":[{"type":"dense","shape":[2],"weights":[[[1,2]]]}]}""", "layers[0].weights[0] has 1 rows for 2 sources")]
    [InlineData("x.json", """{"in_shape":[2],"layers":[{"type":"dense","shape":[2],"weights":[[[1,2],[1]]]}]}""", "layers[0].weights[0][1] "
        + "has 1 numbers, and should have 2")]
    [InlineData("x.json", """{"in_shape":[2],"layers":[{"type":"batchnorm","weights":[[1,1],[1,1]]}]}""", "layers[0] has no member 'epsilon'")]
    [InlineData("x.json", """{"in_shape":[2],"layers":[{"type":"activation","activation":"gelu"}]}""", "layers[0].activation is 'gelu'; "
        + "there are tanh, relu, sigmoid, softmax, elu")]
    [InlineData("x.json", """{"network_type":"ctrnn","nodes":[],"connections":[]}""", "is a network of type 'ctrnn'")]
    public void A_file_that_is_none_is_refused(string name, string text, string message) =>
        Assert.Contains(message, Assert.Throws<ImportException>(() => Read(name, text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("sigmoid", "product", false, "", "nodes[0].aggregation.name is 'product'; a neuron adds up")]
    [InlineData("cube", "sum", false, "", "nodes[0].activation.name is 'cube', which is not supported")]
    [InlineData("mine", "sum", true, "", "nodes[0].activation is the user's own")]
    [InlineData("relu", "sum", false, """{"from":0,"to":0,"weight":1,"enabled":true}""", "has a cycle through node 0")]
    [InlineData("relu", "sum", false, """{"from":5,"to":0,"weight":1,"enabled":true}""", "connections[0] comes from 5")]
    [InlineData("relu", "sum", false, """{"from":-1,"to":-2,"weight":1,"enabled":true}""", "connections[0] leads to -2")]
    public void A_neuron_that_a_network_lacks_is_refused_by_place(
        string function, string aggregation, bool isCustom, string connections, string message)
    {
        var text = Neurons.Replace("N", Neuron(0, function, 0, 1, aggregation, isCustom), StringComparison.Ordinal)
            .Replace("C", connections, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<ImportException>(() => Read("x.json", text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("F32")]
    [InlineData("F64")]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void Tensors_and_a_file_of_layers_are_a_network(string type)
    {
        Tensors(type, ("a.weight", [2, 3], [1, 2, 3, -1, -2, -3]), ("a.bias", [2], [0.5, 0.5]), ("b.weight", [2, 1], [2, 4]));
        var network = Read(
            "x.json",
            """{"mean":1,"std":[1,2,4],"layers":[{"weight":"a.weight","bias":"a.bias","activation":"relu"},{"weight":"b.weight","transposed":true,"activation":"identity"}]}""", "x.safetensors");
        // (x − 1) / std is 1, 1, 1 for 2, 3, 5: relu(6.5) · 2 + relu(−5.5) · 4.
        Assert.Equal(13, ReferenceEvaluator.Outputs(network.Net, [2, 3, 5])[0], 1e-5);
    }

    [Theory]
    [InlineData("""{"layers":[{"weight":"c.weight"}]}""", "has no tensor 'c.weight'; it has a.weight, a.bias")]
    [InlineData("""{"layers":[{"weight":"a.bias"}]}""", "a.bias has shape [2], and should have 2 dimensions")]
    [InlineData("""{"layers":[{"weight":"a.weight"},{"weight":"a.weight"}]}""", "layers[1].weight has shape [2, 3], "
        + "and 2 values come before it")]
    [InlineData("""{"layers":[{"weight":"a.weight","bias":"a.bias","activation":"swish"}]}""", "layers[0].activation is 'swish'; "
        + "there are identity, linear, relu")]
    [InlineData("""{"layers":[]}""", "layers is empty")]
    [InlineData("""{"std":0,"layers":[{"weight":"a.weight"}]}""", "std holds 0")]
    public void Layers_that_do_not_fit_are_refused(string layers, string message)
    {
        Tensors("F32", ("a.weight", [2, 3], [1, 2, 3, -1, -2, -3]), ("a.bias", [2], [0.5, 0.5]));
        var fault = Assert.Throws<ImportException>(() => Read("x.json", layers, "x.safetensors")).Message;
        Assert.Contains(message, fault, StringComparison.Ordinal);
        Assert.Contains("x.json", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_that_are_cut_or_alone_are_refused()
    {
        Tensors("F32", ("a.weight", [2, 3], [1, 2, 3, -1, -2, -3]));
        var path = Path.Combine(_folder, "x.safetensors");
        Assert.Contains("--layers", Assert.Throws<ImportException>(() => NetworkFile.Read(path)).Message, StringComparison.Ordinal);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllText(Path.Combine(_folder, "x.json"), """{"layers":[{"weight":"a.weight"}]}""");
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Throws<ImportException>(() => NetworkFile.Read(path));
        }
    }

    [Theory]
    [InlineData("""{"layers":[{"weight":"\ud800"}]}""")]
    [InlineData("""{"layers":[{"\udfff":"a.weight"}]}""")]
    [InlineData("""{"in_shape":["\ud800"],"layers":[]}""")]
    public void Half_a_character_is_no_text(string json)
    {
        Tensors("F32", ("a.weight", [2, 3], [1, 2, 3, -1, -2, -3]));
        Assert.Contains("is no JSON", Assert.Throws<ImportException>(() => Read("x.json", json)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "x.json: is no JSON", Assert.Throws<ImportException>(() => Read("x.json", json, "x.safetensors")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"dtype\":\"F32\"", "\"dtype\":\"\\ud8\"", "its header is no JSON")]
    [InlineData("[0,24]", "[[],0]", "lies at data_offsets that do not fit its shape")]
    [InlineData("[0,24]", "[\"\",4]", "lies at data_offsets that do not fit its shape")]
    [InlineData("a.weight", "a.wei\u00ffht", "its header is no JSON")]
    public void A_header_that_is_none_is_refused(string old, string other, string message)
    {
        Tensors("F32", ("a.weight", [2, 3], [1, 2, 3, -1, -2, -3]));
        var path = Path.Combine(_folder, "x.safetensors");
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(path)[8..]).Replace(old, other, StringComparison.Ordinal);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.LastIndexOf('}') + 1);
        File.WriteAllBytes(path, [.. length, .. Encoding.Latin1.GetBytes(text)]);
        Assert.Contains(
            message,
            Assert.Throws<ImportException>(() => Read("x.json", """{"layers":[{"weight":"a.weight"}]}""", "x.safetensors"))
                .Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.json", """{"in_shape":[1,1,65536,65536],"layers":[]}""", "has 4294967296 inputs; 131072 is the most")]
    [InlineData("x.json", """{"in_shape":[2000000],"layers":[]}""", "has 2000000 inputs; 131072 is the most")]
    [InlineData("x.net", "2000000 1\n\nacyclic\n\n0 2000000 1\n\n0 ReLU\n", "has 2000000 inputs; 131072 is the most")]
    public void Inputs_that_are_stated_and_not_listed_are_not_made(string name, string text, string message) =>
        Assert.Contains(message, Assert.Throws<ImportException>(() => Read(name, text)).Message, StringComparison.Ordinal);

    [SkippableFact]
    public void Tensors_of_PyTorch_agree_with_its_ONNX_file()
    {
        var made = InteropFolder.Require("made");
        var other = NetworkFile.Read(Path.Combine(made, "mnist-normalised.legacy.onnx"));

        // The tensors have no normalisation, which the graph has: (x / 255 − 0.286) / 0.353.
        File.WriteAllText(
            Path.Combine(_folder, "layers.json"),
            """{"mean":72.93,"std":90.015,"layers":[{"weight":"net.1.weight","bias":"net.1.bias","activation":"relu"},{"weight":"net.3.weight","bias":"net.3.bias","activation":"relu"},{"weight":"net.5.weight","bias":"net.5.bias"}]}""");
        var network = NetworkFile.Read(
            Path.Combine(made, "mnist-normalised.safetensors"), new ImportOptions { Layers = Path.Combine(_folder, "layers.json") });
        var input = Outcome.Floats(Path.Combine(made, "mnist-normalised.inputs.f32"))[..784];
        var expected = ReferenceEvaluator.Outputs(other.Net, input);
        Assert.Equal(expected, ReferenceEvaluator.Outputs(network.Net, input), static (a, b) => Math.Abs(a - b) < 1e-4);
    }

    private ImportedNetwork Read(string name, string text, string? model = null)
    {
        File.WriteAllText(Path.Combine(_folder, name), text);
        return NetworkFile.Read(Path.Combine(_folder, model ?? name));
    }

    private static string Neuron(
        int id, string function, double bias, double response, string aggregation = "sum", bool isCustom = false) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"id":{{{id}}},"type":"hidden","activation":{"name":"{{{function}}}","custom":{{{(isCustom ? "true" : "false")}}}},"aggregation":{"name":"{{{aggregation}}}","custom":false},"bias":{{{bias}}},"response":{{{response}}}}""");

    private void Tensors(string type, params (string Name, int[] Shape, double[] Values)[] tensors)
    {
        var (header, data) = (new List<string>(), new List<byte>());
        foreach (var (name, shape, values) in tensors)
        {
            var start = data.Count;
            data.AddRange(values.SelectMany(value => Bytes(type, value)));
            header.Add($$"""
                "{{name}}":{"dtype":"{{type}}","shape":[{{string.Join(',', shape)}}],"data_offsets":[{{start}},{{data.Count}}]}
                """);
        }

        var text = Encoding.UTF8.GetBytes("{\"__metadata__\":{\"format\":\"pt\"}," + string.Join(',', header) + "}   ");
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        File.WriteAllBytes(Path.Combine(_folder, "x.safetensors"), [.. length, .. text, .. data]);
    }

    private static byte[] Bytes(string type, double value) => type switch
    {
        "F64" => BitConverter.GetBytes(value),
        "F32" => BitConverter.GetBytes((float)value),
        "F16" => BitConverter.GetBytes((Half)value),
        _ => BitConverter.GetBytes((float)value)[2..],
    };
}
