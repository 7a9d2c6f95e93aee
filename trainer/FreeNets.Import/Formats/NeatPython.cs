using FreeNets.Import.Graph;
using FreeNets.Model;

namespace FreeNets.Import.Formats;

/// <summary>neat-python's JSON: neurons with f(bias + response · Σ weight · value).</summary>
/// <remarks>
/// A neuron that nothing leads to is f(bias), and an output without a neuron is 0. Where its program limits arguments so far out that
/// the function is flat to 1e-25, as of its sigmoid, nothing is limited here.
/// </remarks>
internal static class NeatPython
{
    private static readonly Dictionary<string, Func<Sketch, Scalar, Scalar>> s_functions = new()
    {
        ["sigmoid"] = static (sketch, z) => sketch.Apply(Activation.Sigmoid, sketch.Scaled(z, 5)),
        ["tanh"] = static (sketch, z) => sketch.Apply(Activation.Tanh, sketch.Scaled(z, 2.5)),
        ["sin"] = static (sketch, z) => sketch.Apply(Activation.Sine(), Limited(sketch, z)),
        ["gauss"] = static (sketch, z) => sketch.Apply(Activation.Gaussian(5), z),
        ["relu"] = static (sketch, z) => sketch.Apply(Activation.Relu, z),
        ["elu"] = static (sketch, z) => sketch.Apply(Activation.Elu(), z),
        ["lelu"] = static (sketch, z) => sketch.Apply(Activation.LeakyRelu(0.005f), z),
        ["selu"] = static (sketch, z) => sketch.Apply(Activation.Selu, z),
        ["softplus"] = static (sketch, z) => sketch.Scaled(sketch.Apply(ActivationFunction.Softplus, Limited(sketch, z)), 0.2),
        ["identity"] = static (_, z) => z,
        ["clamped"] = static (sketch, z) => sketch.Apply(Activation.Clip(-1, 1), z),
        ["abs"] = static (sketch, z) => sketch.Apply(ActivationFunction.Absolute, z),
        ["hat"] = static (sketch, z) => sketch.Apply(Activation.Relu, sketch.Scaled(sketch.Apply(ActivationFunction.Absolute, z), -1, 1)),
        ["square"] = static (sketch, z) =>
            sketch.Sum(
                [
                    new Term(sketch.Apply(Activation.SquaredRelu, z), 1),
                    new Term(sketch.Apply(Activation.SquaredRelu, sketch.Scaled(z, -1)), 1),
                ]),
    };

    /// <exception cref="Refusal">It is no feed-forward network of sums.</exception>
    public static ImportedNetwork Read(JsonField file, string name)
    {
        if (file.Member("network_type").Text() is var type && type != "feedforward")
        {
            throw new Refusal($"is a network of type '{Onnx.Text.Shown(type)}'; only feed-forward networks are supported");
        }

        var topology = file.Member("topology");
        var (inputs, outputs) = (Keys(topology.Member("input_keys")), Keys(topology.Member("output_keys")));
        var sketch = new Sketch(inputs.Length);
        var values = inputs.Zip(sketch.Inputs).ToDictionary(static pair => pair.First, static pair => pair.Second);
        var nodes = new Dictionary<int, JsonField>();
        foreach (var node in file.Member("nodes").Items().Where(node => !values.ContainsKey(node.Member("id").Whole())))
        {
            if (!nodes.TryAdd(node.Member("id").Whole(), node))
            {
                throw node.Fault("has the id of another");
            }
        }

        var edges = file.Member("connections")
            .Items()
            .Where(static edge => edge.Find("enabled")?.Flag() ?? true)
            .Select(edge => EdgeOf(edge, nodes, values))
            .ToLookup(static edge => edge.Target);
        foreach (var id in NeuronOrder.Of(edges.SelectMany(static group => group).Select(static edge => (edge.Source, edge.Target)))
            .Union(nodes.Keys.Order())
            .Where(nodes.ContainsKey))
        {
            sketch.StartLayer($"neuron {id}");
            values.Add(id, Neuron(sketch, nodes[id], [.. edges[id].Select(edge => new Term(values[edge.Source], edge.Weight))]));
        }

        return sketch.ToNetwork(
            name, "neat-python",
            Array.ConvertAll(outputs, output => values.TryGetValue(output, out var value) ? value : sketch.Constant(0)));
    }

    private static int[] Keys(JsonField list)
    {
        var keys = Array.ConvertAll(list.Items(), static key => key.Whole());
        return keys.Length is 0 or > 65_536 || keys.Distinct().Count() != keys.Length
            ? throw list.Fault("is empty, or names a neuron twice")
            : keys;
    }

    private static NeuronEdge EdgeOf(JsonField edge, Dictionary<int, JsonField> nodes, Dictionary<int, Scalar> inputs)
    {
        var (source, target) = (edge.Member("from").Whole(), edge.Member("to").Whole());
        return !nodes.ContainsKey(target) ? throw edge.Fault($"leads to {target}, which is not a neuron")
            : !nodes.ContainsKey(source)
                && !inputs.ContainsKey(source) ? throw edge.Fault($"comes from {source}, which is neither neuron nor input")
            : new NeuronEdge(source, target, edge.Member("weight").Number());
    }

    private static Scalar Neuron(Sketch sketch, JsonField node, Term[] terms)
    {
        var (function, sum) = (Name(node.Member("activation")), Name(node.Member("aggregation")));
        var factor = sum.Text() switch
        {
            "sum" => node.Member("response").Number(),
            "mean" when terms.Length > 0 => node.Member("response").Number() / terms.Length,
            var other => throw sum.Fault($"is '{Onnx.Text.Shown(other)}'; a neuron adds up"),
        };
        var z = sketch.Sum(Array.ConvertAll(terms, term => term with { Weight = factor * term.Weight }), node.Member("bias").Number());
        return s_functions.TryGetValue(function.Text(), out var apply)
            ? apply(sketch, z)
            : throw function.Fault($"is '{Onnx.Text.Shown(function.Text())}', which is not supported");
    }

    private static JsonField Name(JsonField function) => function.Find("custom")?.Flag() ?? false
        ? throw function.Fault("is the user's own, and not in the file")
        : function.Member("name");

    /// <summary>5 z between −60 and 60, where the program limits it.</summary>
    private static Scalar Limited(Sketch sketch, Scalar z) => sketch.Apply(Activation.Clip(-60, 60), sketch.Scaled(z, 5));
}
