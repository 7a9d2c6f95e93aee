using FreeNets.Import.Tests.RandomGraphs;
using FreeNets.Model;

namespace FreeNets.Import.Tests;

/// <summary>Pipelines of scikit-learn, as skl2onnx writes them.</summary>
public sealed class ScikitTests
{
    private static readonly float[] s_sample = [0.5f, -1.25f];

    [Fact]
    public void A_logistic_regression_gives_labels_and_probabilities()
    {
        var writer = new GraphWriter();
        var scaled = writer.Node("Scaler", [writer.Input("x", 0, 2)], ("offset", new float[] { 1, 2 }), ("scale", new float[] { 0.5f, 2 }));
        var outputs = writer.Node(
            "LinearClassifier",
            [scaled],
            2,
            ("coefficients", new float[] { -1, -2, 1, 2 }),
            ("intercepts", new[] { -0.5f, 0.5f }),
            ("classlabels_strings", new[] { "no", "yes" }),
            ("post_transform", "LOGISTIC"));
        writer.Output(outputs[0]);
        writer.Output(
            writer.Node(
                "ZipMap", [writer.Node("Normalizer", [outputs[1]], ("norm", "L1"))], ("classlabels_strings", new[] { "no", "yes" })));

        var network = Read(writer);
        var z = ((s_sample[0] - 1) * 0.5) + (2 * (s_sample[1] - 2) * 2) + 0.5;
        var probabilities = ReferenceEvaluator.Outputs(network.Net, s_sample);
        Assert.Equal(1 / (1 + Math.Exp(-z)), probabilities[1], 1e-6);
        Assert.Equal(1, probabilities[0] + probabilities[1], 1e-6);
        Assert.True(network.Outputs[0].IsClass);
        Assert.Equal(["no", "yes"], network.Outputs[0].Labels);
        Assert.Equal(
            (new EquatableArray<float>([1, 2]), new EquatableArray<float>([0.5f, 2])),
            (network.Net.Domain.Mean.Each, network.Net.Domain.Scale.Each));
    }

    [Fact]
    public void A_softmax_regression_has_its_scores_once()
    {
        var writer = new GraphWriter();
        var outputs = writer.Node(
            "LinearClassifier",
            [writer.Input("x", 0, 2)],
            2,
            ("coefficients", new float[] { 1, 2, 3, 4, 5, 6 }),
            ("intercepts", new float[] { 1, 0, -1 }),
            ("classlabels_ints", new long[] { 7, 8, 9 }),
            ("post_transform", "SOFTMAX"));
        writer.Output(outputs[0]);
        writer.Output(writer.Node("Normalizer", [outputs[1]], ("norm", "L1")));

        var network = Read(writer);
        Assert.Equal((3, Activation.Softmax), (network.Net.Outputs, network.Net.OutputActivation));
        Assert.Equal(network.Outputs[1].Spans, network.Outputs[0].Spans);
        Assert.Equal(["7", "8", "9"], network.Outputs[0].Labels);
        var (a, b, c) = (1 + 0.5 - 2.5, 1.5 - 5, -1 + 2.5 - 7.5);
        Assert.Equal(Math.Exp(a) / (Math.Exp(a) + Math.Exp(b) + Math.Exp(c)), ReferenceEvaluator.Outputs(network.Net, s_sample)[0], 1e-6);
    }

    [Fact]
    public void A_classifying_network_gives_the_label_of_its_largest_output()
    {
        var writer = new GraphWriter();
        var hidden = writer.Node("Relu", [writer.Node("MatMul", [writer.Input("x", 0, 2), writer.Constant([2, 3], 1, -1, 2, 0, 1, 1)])]);
        var p = writer.Node("Sigmoid", [writer.Node("MatMul", [hidden, writer.Constant([3, 1], 1, 2, -1)])]);
        var both = writer.Node("Concat", [writer.Node("Sub", [writer.Constant([1], 1f), p]), p], ("axis", 1));
        var label = writer.Node("ArrayFeatureExtractor", [writer.Constant(10, 20), writer.Node("ArgMax", [both], ("axis", 1))]);
        var cast = writer.Node("Cast", [label], ("to", 7));
        writer.Output(writer.Node("Reshape", [cast, writer.Constant(-1)]));
        writer.Output(writer.Node("ZipMap", [both], ("classlabels_int64s", new long[] { 10, 20 })));

        var network = Read(writer);
        Assert.Equal(2, network.Net.Outputs);
        Assert.Equal(["10", "20"], network.Outputs[0].Labels);
        Assert.Equal(network.Outputs[1].Spans, network.Outputs[0].Spans);
        Assert.Equal(1 / (1 + Math.Exp(-0.5)), ReferenceEvaluator.Outputs(network.Net, s_sample)[1], 1e-6);
    }

    private static ImportedNetwork Read(GraphWriter writer) => OnnxImport.Read(writer.Model, ".", "scikit", new ImportOptions());
}
