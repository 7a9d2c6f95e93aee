using FreeNets.Model;

namespace FreeNets.Import.Formats;

/// <summary>RTNeural's JSON: layers as Keras has them, one after the other.</summary>
internal static class RtNeural
{
    private static readonly string[] s_functions = ["", "tanh", "relu", "sigmoid", "softmax", "elu"];

    /// <exception cref="Refusal">A layer is of a kind that keeps values over time, or unknown.</exception>
    public static ImportedNetwork Read(JsonField file, string name)
    {
        var shape = file.Member("in_shape").Items();
        var inputs = shape.Length == 0
            ? throw file.Member("in_shape").Fault("is empty")
            : shape.Length == 4
            ? (long)shape[2].Whole() * shape[3].Whole()
            : shape[^1].Whole();
        var layers = new Layers(Sketch.Stated(inputs));
        layers.Start();
        foreach (var layer in file.Member("layers").Items())
        {
            Add(layers, layer);
        }

        return layers.Sketch.ToNetwork(name, "RTNeural", layers.Values);
    }

    private static void Add(Layers layers, JsonField layer)
    {
        var type = layer.Member("type");
        switch (type.Text())
        {
            case "dense" or "time-distributed-dense":
                Dense(layers, layer);
                Activate(layers, layer);
                break;
            case "activation":
                Activate(layers, layer);
                break;
            case "prelu":
                var slopes = Weights(layer, 0).Items() is [{ IsList: true } inner, ..] ? inner.Numbers() : Weights(layer, 0).Numbers();
                if (slopes.Length != 1 && slopes.Length != layers.Values.Length)
                {
                    throw Weights(layer, 0).Fault($"has {slopes.Length} slopes for {layers.Values.Length} units");
                }

                layers.Apply(i => Activation.LeakyRelu((float)slopes[slopes.Length == 1 ? 0 : i]));
                break;
            case "batchnorm":
                Normalise(layers, layer);
                Activate(layers, layer);
                break;
            case "conv1d" or "conv2d" or "gru" or "lstm" or "batchnorm2d" or "strided-conv1d":
                throw type.Fault($"is '{type.Text()}', which keeps values over time; only layers of one sample are supported");
            default:
                throw type.Fault(
                    $"is '{Onnx.Text.Shown(type.Text())}', which is not known; RTNeural itself would leave it out silently");
        }
    }

    /// <summary>Weights are [input][output].</summary>
    private static void Dense(Layers layers, JsonField layer)
    {
        var units = layer.Member("shape").Items() is [.., var last] ? last.Whole() : throw layer.Member("shape").Fault("is empty");
        if (units < 1)
        {
            throw layer.Member("shape").Fault("has no units");
        }

        var rows = Weights(layer, 0).Items();
        if (rows.Length != layers.Values.Length)
        {
            throw Weights(layer, 0).Fault($"has {rows.Length} rows for {layers.Values.Length} sources");
        }

        var weights = Array.ConvertAll(rows, row => row.Numbers(units));
        var bias = layer.Member("weights").Items().Length > 1 ? Weights(layer, 1).Numbers(units) : new double[units];
        layers.Dense(units, (unit, source) => weights[source][unit], unit => bias[unit]);
    }

    private static void Normalise(Layers layers, JsonField layer)
    {
        var (count, epsilon) = (layers.Values.Length, layer.Member("epsilon").Number());
        var parts = Array.ConvertAll(layer.Member("weights").Items(), part => part.Numbers(count));
        var (gamma, beta, mean, variance) = parts.Length switch
        {
            4 => (parts[0], parts[1], parts[2], parts[3]),
            2 => (Enumerable.Repeat(1.0, count).ToArray(), new double[count], parts[0], parts[1]),
            _ => throw layer.Member("weights").Fault($"has {parts.Length} parts; batch normalisation has 4, or 2"),
        };
        layers.Scale(i =>
        {
            var factor = gamma[i] / Math.Sqrt(variance[i] + epsilon);
            return (factor, beta[i] - (mean[i] * factor));
        });
    }

    private static void Activate(Layers layers, JsonField layer)
    {
        if (layer.Find("activation") is { } function)
        {
            layers.Apply(function, s_functions);
        }
    }

    private static JsonField Weights(JsonField layer, int part) => layer.Member("weights").Items() is var parts && part < parts.Length
        ? parts[part]
        : throw layer.Member("weights").Fault($"has {parts.Length} parts");
}
