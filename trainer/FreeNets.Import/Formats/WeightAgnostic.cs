using System.Globalization;
using FreeNets.Import.Graph;
using FreeNets.Model;

namespace FreeNets.Import.Formats;

/// <summary><c>.out</c> of weight-agnostic networks: a matrix of weights from rows to columns, and a column of activations.</summary>
/// <remarks>Node 0 is 1 for the bias; then come the inputs, which no column leads to, the hidden neurons in order, and the
/// outputs.</remarks>
internal static class WeightAgnostic
{
    /// <param name="path">The file.</param>
    /// <param name="outputs">How many of the last nodes are outputs, which the file does not say; null for one.</param>
    /// <exception cref="Refusal">It is no such file.</exception>
    public static ImportedNetwork Read(string path, int? outputs = null)
    {
        var lines = TextFile.Lines(path);
        string[][] rows = [.. lines.Where(static line => line.Length > 0).Select(static line => line.Split(','))];
        if (rows.Length < 3 || rows.Any(row => row.Length != rows.Length + 1))
        {
            throw new Refusal("is not a matrix of N rows with N weights and an activation each, as weight-agnostic networks have it");
        }

        var weights = Array.ConvertAll(rows, static row => Array.ConvertAll(row, Weight));
        var count = rows.Length;
        var first = Enumerable.Range(1, count - 1).FirstOrDefault(column => weights.Any(row => row[column] != 0), count);
        var results = outputs ?? 1;
        if (first == 1 || results < 1 || results > count - first)
        {
            throw new Refusal($"has {first - 1} inputs and {count - first} other neurons, which do not fit {results} outputs");
        }

        var sketch = new Sketch(first - 1);
        Scalar[] values = [sketch.Constant(1), .. sketch.Inputs, .. new Scalar[count - first]];
        for (var node = first; node < count; node++)
        {
            if (Enumerable.Range(node, count - node).Any(source => weights[source][node] != 0))
            {
                throw new Refusal(
                    $"row {node + 1} or a later one leads to node {node}, which comes no later; only feed-forward networks are supported");
            }

            sketch.StartLayer($"neuron {node}");
            Term[] terms = [
                .. Enumerable.Range(0, node)
                .Where(source => weights[source][node] != 0)
                .Select(source => new Term(values[source], weights[source][node]))];
            values[node] = Apply(sketch, weights[node][count], sketch.Sum(terms), node);
        }

        return sketch.ToNetwork(Path.GetFileNameWithoutExtension(path), "WANN", values[^results..]);
    }

    /// <summary>0 and NaN are no connection.</summary>
    private static double Weight(string text) =>
        !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || double.IsInfinity(number)
        ? throw new Refusal($"'{Onnx.Text.Shown(text)}' is no weight")
        : double.IsNaN(number) ? 0 : number;

    private static Scalar Apply(Sketch sketch, double activation, Scalar z, int node) => activation switch
    {
        1 => z,
        2 => sketch.Apply(ActivationFunction.Step, z),
        3 => sketch.Apply(Activation.Sine((float)Math.PI), z),
        4 => sketch.Apply(Activation.Gaussian(0.5f), z),
        5 => sketch.Apply(Activation.Tanh, z),
        6 => sketch.Apply(Activation.Sigmoid, z),
        7 => sketch.Scaled(z, -1),
        8 => sketch.Apply(ActivationFunction.Absolute, z),
        9 => sketch.Apply(Activation.Relu, z),
        10 => sketch.Apply(Activation.Cosine((float)Math.PI), z),
        11 => sketch.Sum(
            [
                new Term(sketch.Apply(Activation.SquaredRelu, z), 1),
                new Term(sketch.Apply(Activation.SquaredRelu, sketch.Scaled(z, -1)), 1),
            ]),
        _ => throw new Refusal($"node {node} has activation {activation}; 1 to 11 are known"),
    };
}
