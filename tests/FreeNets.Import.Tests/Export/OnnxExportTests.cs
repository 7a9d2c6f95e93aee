using CsCheck;
using FreeNets.Import.Onnx;
using FreeNets.Model;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FreeNets.Import.Tests.Export;

public sealed class OnnxExportTests
{
    [Theory]
    [InlineData(OnnxForm.Compact)]
    [InlineData(OnnxForm.Plain)]
    public void ONNX_Runtime_computes_what_the_network_does(OnnxForm form) =>
        Gen.Int[0, 1_000_000].Sample(seed => Compare(AnyNet.Create(seed, [.. AnyNet.Found, .. AnyNet.Folded]), form, seed), seed: "0N0XIzNsQ0O2", iter: 150);

    [Theory]
    [InlineData(OnnxForm.Compact)]
    [InlineData(OnnxForm.Plain)]
    public void Reading_what_was_written_gives_the_same_network_bit_for_bit(OnnxForm form) => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            var net = AnyNet.Create(seed, AnyNet.Found);
            var read = Read(net, form).Net;
            Assert.True(read.Checks.Count > 0);
            Assert.Equal(
                form == OnnxForm.Plain ? net : ByLevels(net),
                read with { Name = net.Name, Checks = net.Checks, Provenance = net.Provenance });
        },
        seed: "0N0XIzNsQ0O2",
        iter: 400);

    [Fact]
    public void What_the_import_folds_computes_the_same() => Gen.Int[0, 1_000_000].Sample(
        static seed =>
        {
            var (net, random) = (AnyNet.Create(seed, [.. AnyNet.Found, .. AnyNet.Folded]), new Random(seed));
            var (read, input) = (Read(net, OnnxForm.Compact).Net, AnyNet.Input(net, random));
            Near(ReferenceEvaluator.Outputs(net, input), ReferenceEvaluator.Outputs(read, input));
        },
        seed: "0N0XIzNsQ0O2",
        iter: 200);

    [Theory]
    [InlineData(OnnxForm.Compact, 2)]
    [InlineData(OnnxForm.Plain, 4)]
    public void The_compact_form_has_a_Gemm_a_level_and_the_plain_one_a_neuron(OnnxForm form, int gemms)
    {
        // Two neurons in one level, whose sum is read by the output: with an edge there is a level more.
        var net = AnyNet.Create(1, [Activation.Tanh])
            with
        { Inputs = 1, Outputs = 1, OutputGroups = default, Labels = default, Columns = default };
        net = net with
        {
            Neurons = 3,
            NeuronActivations = default,
            Domain = new InputDomain { Type = InputType.Float32 },
            Encoder = WeightMatrix.Of(3, 1, [1, 2, 3]),
            EncoderBias = new float[3],
            Edges = SparseMatrix.Of(3, 3, form == OnnxForm.Plain ? [new Weight(2, 0, 1)] : []),
            Decoder = WeightMatrix.Of(1, 3, [1, 1, 1]),
            DecoderBias = new float[1],
        };
        Assert.Null(net.Validate());
        var model = ModelProto.Parser.ParseFrom(OnnxExport.Write(net, form));
        Assert.Equal(gemms, model.Graph.Node.Count(static node => node.OpType == "Gemm"));
        Assert.Equal(13, model.OpsetImport[0].Version);
    }

    [Fact]
    public void Networks_that_no_file_holds_are_refused_before_they_are_written()
    {
        var count = 40_000;
        var net = AnyNet.Create(2, [Activation.Tanh]);
        net = net with
        {
            Neurons = count,
            Encoder = SparseMatrix.Of(count, net.Inputs, []),
            EncoderBias = new float[count],
            Edges = SparseMatrix.Of(count, count, [new Weight(1, 0, 1)]),
            Decoder = SparseMatrix.Of(net.Outputs, count, []),
            NeuronActivations = default,
        };
        Assert.Contains(
            "Use --form compact", Assert.Throws<OnnxExportException>(() => OnnxExport.Write(net, OnnxForm.Plain)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("freenets.labels", "{}")]
    [InlineData("freenets.labels", "[null, null, null]")]
    [InlineData("freenets.domain", "[1")]
    [InlineData("freenets.domain", "{\"type\":\"uint8\",\"minimum\":[-5],\"maximum\":[1]}")]
    [InlineData("freenets.columns", "[{},{},{}]")]
    [InlineData("freenets.columns", "[null,null,null]")]
    public void Metadata_of_a_stranger_are_refused_or_left_out(string key, string value)
    {
        var net = AnyNet.Create(3, [Activation.Tanh]);
        net = net with
        {
            Inputs = 3,
            Columns = default,
            Encoder = WeightMatrix.Of(net.Neurons, 3, [.. Enumerable.Range(1, net.Neurons * 3).Select(static i => (float)i)]),
            Domain = new InputDomain { Type = InputType.Float32 },
        };
        net = net with
        {
            Outputs = 3,
            Labels = default,
            OutputGroups = default,
            Decoder = WeightMatrix.Of(3, net.Neurons, [.. Enumerable.Range(1, net.Neurons * 3).Select(static i => (float)i)]),
            DecoderBias = new float[3],
        };
        var model = ModelProto.Parser.ParseFrom(OnnxExport.Write(net));
        model.MetadataProps.Clear();
        model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        Assert.Throws<Refusal>(() => OnnxImport.Read(model, ".", "any", new ImportOptions()));
    }

    private static ImportedNetwork Read(FreeNet net, OnnxForm form) =>
        OnnxImport.Read(ModelProto.Parser.ParseFrom(OnnxExport.Write(net, form)), ".", "any", new ImportOptions());

    private static void Compare(FreeNet net, OnnxForm form, int seed)
    {
        Assert.Null(net.Validate());
        const int Samples = 3;
        using var session = new InferenceSession(OnnxExport.Write(net, form));
        var random = new Random(seed);
        float[][] inputs = [.. Enumerable.Range(0, Samples).Select(_ => AnyNet.Input(net, random))];
        var x = new DenseTensor<float>(inputs.SelectMany(static input => input).ToArray(), [Samples, net.Inputs]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(Assert.Single(session.InputNames), x)]);
        var outputs = results.Select(static result => result.AsTensor<float>()).ToArray();
        Assert.Equal(
            net.OutputGroups.Count > 0 ? net.OutputGroups.Select(static group => group.Name) : session.OutputNames, session.OutputNames);
        for (var sample = 0; sample < Samples; sample++)
        {
            var at = sample;
            Near(
                ReferenceEvaluator.Outputs(net, inputs[sample]),
                [.. outputs.SelectMany(output => Enumerable.Range(0, output.Dimensions[1]).Select(column => (double)output[at, column]))]);
        }
    }

    private static void Near(double[] expected, double[] computed)
    {
        Assert.Equal(expected.Length, computed.Length);
        var tolerance = 1e-5 * Math.Max(1, expected.Max(Math.Abs));
        Assert.All(expected, (value, i) => Assert.InRange(computed[i], value - tolerance, value + tolerance));
    }

    /// <summary>The network with its neurons in the order of levels, as the compact form has them.</summary>
    private static FreeNet ByLevels(FreeNet net)
    {
        var levels = new int[net.Neurons];
        foreach (var (target, source, _) in net.Edges.NonZero())
        {
            levels[target] = Math.Max(levels[target], levels[source] + 1);
        }

        int[] order = [.. Enumerable.Range(0, net.Neurons).OrderBy(neuron => levels[neuron])];
        return net with
        {
            Activation = net.ActivationOf(order[0]),
            NeuronActivations = net.NeuronActivations.Count > 0 ? Array.ConvertAll(order, net.ActivationOf) : Array.Empty<Activation>(),
            Encoder = net.Encoder.Pick(order, [.. Enumerable.Range(0, net.Inputs)]),
            EncoderBias = Array.ConvertAll(order, neuron => net.EncoderBias[neuron]),
            Edges = (SparseMatrix)net.Edges.Pick(order, order),
            Decoder = net.Decoder.Pick([.. Enumerable.Range(0, net.Outputs)], order),
        };
    }
}
