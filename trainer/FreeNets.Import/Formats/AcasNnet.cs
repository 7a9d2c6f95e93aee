using FreeNets.Import.Graph;
using FreeNets.Model;

namespace FreeNets.Import.Formats;

/// <summary>
/// <c>.nnet</c>, as airborne collision avoidance has it: layers with ReLU, ranges and normalisation, one number after the other.
/// </summary>
internal static class AcasNnet
{
    /// <param name="path">The file.</param>
    /// <param name="isRaw">True where inputs are normalised already and outputs stay so: no limits, no scaling.</param>
    /// <exception cref="Refusal">It is no such file.</exception>
    public static ImportedNetwork Read(string path, bool isRaw = false)
    {
        var numbers = new NumberLines(
            TextFile.Lines(path).Where(static line => line.Trim().Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)));
        var layers = numbers.Row("the sizes")[0];
        double[] sizes = [.. numbers.Row("the sizes of layers")];
        if (layers != sizes.Length - 1 || layers < 1 || sizes.Any(static size => size is < 1 or > 65_536 || size != Math.Floor(size)))
        {
            throw new Refusal($"says that it has {layers} layers, and lists the sizes [{string.Join(", ", sizes)}]; it is no .nnet file");
        }

        numbers.Row("a flag");
        var (minima, maxima, means, ranges) = (numbers.Row("minima"), numbers.Row("maxima"), numbers.Row("means"), numbers.Row("ranges"));
        var inputs = (int)sizes[0];
        var isScaled = !isRaw && ranges.Length > 1;
        if (isScaled
            && (
                minima.Length < inputs
                    || maxima.Length < inputs
                    || means.Length != inputs + 1
                    || ranges.Length != inputs + 1
                    || ranges.Contains(0)))
        {
            throw new Refusal($"its minima, maxima, means and ranges do not fit {inputs} inputs");
        }

        var sketch = new Sketch(inputs);
        var values = isScaled ? Normalised(sketch, minima, maxima, means, ranges) : sketch.Inputs;
        for (var layer = 1; layer < sizes.Length; layer++)
        {
            values = Layer(sketch, numbers, values, (int)sizes[layer], layer, isLast: layer == sizes.Length - 1);
        }

        sketch.StartLayer("outputs");
        return sketch.ToNetwork(
            Path.GetFileNameWithoutExtension(path),
            ".nnet",
            isScaled ? Array.ConvertAll(values, value => sketch.Scaled(value, ranges[^1], means[^1])) : values);
    }

    private static Scalar[] Normalised(Sketch sketch, double[] minima, double[] maxima, double[] means, double[] ranges)
    {
        sketch.StartLayer("inputs");
        return
        [
            .. sketch.Inputs.Select((input, i) => minima[i] > maxima[i]
                ? throw new Refusal($"the minimum of input {i} is above its maximum")
                : sketch.Scaled(
                    sketch.Apply(Activation.Clip((float)minima[i], (float)maxima[i]), input), 1 / ranges[i], -means[i] / ranges[i])),
        ];
    }

    private static Scalar[] Layer(Sketch sketch, NumberLines numbers, Scalar[] sources, int size, int layer, bool isLast)
    {
        sketch.StartLayer($"layer {layer}");
        var weights = new double[size][];
        for (var unit = 0; unit < size; unit++)
        {
            weights[unit] = numbers.Row($"weights of layer {layer}");
            if (weights[unit].Length != sources.Length)
            {
                throw new Refusal($"a row of layer {layer} has {weights[unit].Length} weights for {sources.Length} sources");
            }
        }

        Scalar[] sums = [
            .. weights.Select(
                row => sketch.Sum(
                    [.. row.Select((weight, source) => new Term(sources[source], weight))], numbers.Row($"biases of layer {layer}")[0]))];
        return isLast ? sums : Array.ConvertAll(sums, sum => sketch.Apply(Activation.Relu, sum));
    }

    /// <summary>Lines of numbers with commas between them, and often one behind.</summary>
    private sealed class NumberLines(IEnumerable<string> lines)
    {
        private readonly string[] _lines = [.. lines];
        private int _next;

        public double[] Row(string what)
        {
            if (_next == _lines.Length)
            {
                throw new Refusal($"ends before {what}");
            }

            string[] words = _lines[_next++].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return words.Length > 0
                ? Array.ConvertAll(words, word => TextFile.Number(word, _next - 1))
                : throw new Refusal($"has an empty line for {what}");
        }
    }
}
