using FreeNets.Import.Check;
using FreeNets.Import.Graph;
using FreeNets.Import.Lower;
using FreeNets.Import.Onnx;
using FreeNets.Model;
using static FreeNets.Import.Onnx.TensorProto.Types;

namespace FreeNets.Import.Formats;

/// <summary>A network that is drawn sum by sum, for formats that are no graphs of tensors.</summary>
internal sealed class Sketch
{
    private readonly Symbols _symbols = new(Room.OfText());
    private Node _layer = Named("network");
    private int _layers;

    /// <param name="inputs">How many inputs the network has.</param>
    public Sketch(int inputs) => Inputs = inputs is >= 1 and <= Room.MaxInputs
        ? [.. Enumerable.Range(0, inputs).Select(_symbols.Input)]
        : throw new Refusal($"has {inputs} inputs; a network has 1 to {Room.MaxInputs}");

    public Scalar[] Inputs { get; }

    /// <summary>A number of inputs that a file states, and does not list.</summary>
    /// <exception cref="Refusal">There are too many.</exception>
    public static int Stated(long inputs) =>
        inputs <= Room.LeastInputs ? (int)Math.Max(0, inputs) : throw new Refusal($"has {inputs} inputs; {Room.LeastInputs} is the most");

    /// <summary>Starts a layer, whose sums merge into others as a whole or not at all.</summary>
    public void StartLayer(string name) => (_layer, _layers) = (Named(name), _layers + 1);

    public Scalar Sum(ReadOnlySpan<Term> terms, double constant = 0) => _symbols.Linear(_layer, terms, constant);

    public Scalar Scaled(Scalar source, double factor, double offset = 0) => _symbols.Scaled(_layer, source, factor, offset);

    public Scalar Constant(double value) => _symbols.Constant(_layer, value);

    public Scalar Apply(Activation activation, Scalar source) => _symbols.Activated(_layer, activation, source);

    /// <summary>The probabilities of logits.</summary>
    public Scalar[] Softmax(Scalar[] logits) => _symbols.Softmax(_layer, new SoftmaxGroup(Activation.Softmax, logits, "all units"));

    /// <summary>The logarithms of the probabilities of logits.</summary>
    public Scalar[] LogSoftmax(Scalar[] logits) => _symbols.Softmax(_layer, new SoftmaxGroup(Activation.LogSoftmax, logits, "all units"));

    /// <summary>The network with these outputs, checked.</summary>
    /// <exception cref="Refusal">It is none.</exception>
    public ImportedNetwork ToNetwork(string name, string format, Scalar[] outputs)
    {
        GraphInput[] inputs = [new("input", DataType.Float, [Inputs.Length], -1, 0, Inputs.Length)];
        var lowered = Lowering.Apply(_symbols.All, Heads.Of("output", outputs), name, inputs);
        if (lowered.Net.Validate() is { } fault)
        {
            throw new Refusal($"makes a network that no model file holds; {fault}");
        }

        var (net, difference) = SelfCheck.Apply(lowered, inputs, input =>
        {
            var values = ScalarValues.Of(_symbols.All, input);
            return _ => Tensor.OfNumbers(DataType.Double, [outputs.Length], Array.ConvertAll(outputs, output => values[output.Index]));
        });
        return new ImportedNetwork(
            net,
            new[] { new ImportedInput("input", 0, Inputs.Length, new[] { Inputs.Length }) },
            Descriptions.Of(lowered),
            new ImportSummary
            {
                Producer = format,
                Nodes = _layers,
                UnusedNodes = 0,
                FoldedNodes = 0,
                MergedNodes = lowered.MergedNodes,
                Zeros = _symbols.Zeros,
                Layers = lowered.Layers,
                RowsAreSamples = false,
                LargestDifference = difference,
            });
    }

    private static Node Named(string name) => new(new NodeProto { Name = name, OpType = "layer" }, 0);
}
