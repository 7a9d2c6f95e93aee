namespace FreeNets.Import.Formats;

/// <summary><c>.safetensors</c> with a JSON file that says in which layers its tensors are.</summary>
/// <remarks>
/// <c>{ "mean": 0.13, "std": 0.31, "layers": [{ "weight": "l1.weight", "bias": "l1.bias", "activation": "relu" }, …] }</c>: mean and std,
/// one number, or one per input, and biases and activations may be left out. Weights are [units, sources], as PyTorch has them;
/// <c>"transposed": true</c> for [sources, units].
/// </remarks>
internal static class NamedLayers
{
    /// <param name="path">The tensors.</param>
    /// <param name="layersPath">The file of layers; null for the same name with .json.</param>
    /// <exception cref="Refusal">One of them cannot be read, or they do not fit each other.</exception>
    public static ImportedNetwork Read(string path, string? layersPath)
    {
        var tensors = new SafeTensors(path);
        var beside = layersPath ?? Path.ChangeExtension(path, ".json");
        if (!File.Exists(beside))
        {
            throw new Refusal($"does not say how its tensors make layers, and there is no {beside}. Write that file, "
                + "or name one with --layers; docs/import.md has an example. "
                + $"The tensors are {string.Join(", ", tensors.Names.Take(20).Select(Onnx.Text.Shown))}");
        }

        try
        {
            return Read(tensors, JsonField.Read(beside), Path.GetFileNameWithoutExtension(path));
        }
        catch (Refusal refusal)
        {
            throw new Refusal($"{beside}: {refusal.Message}");
        }
    }

    private static ImportedNetwork Read(SafeTensors tensors, JsonField file, string name)
    {
        var layers = (Layers?)null;
        foreach (var layer in file.Member("layers").Items())
        {
            var (shape, weights) = tensors.Tensor(layer.Member("weight").Text(), 2);
            var isTransposed = layer.Find("transposed")?.Flag() ?? false;
            var (units, sources) = isTransposed ? (shape[1], shape[0]) : (shape[0], shape[1]);
            layers ??= Begin(file, sources);
            if (sources != layers.Values.Length)
            {
                throw layer.Member("weight").Fault($"has shape [{string.Join(", ", shape)}], and {layers.Values.Length} values come before "
                    + "it; \"transposed\": true turns it");
            }

            var bias = layer.Find("bias") is { } named ? tensors.Tensor(named.Text(), 1).Values : new double[units];
            if (bias.Length != units)
            {
                throw layer.Member("bias").Fault($"has {bias.Length} values for {units} units");
            }

            layers.Dense(
                units, (unit, source) => weights[isTransposed ? (source * units) + unit : (unit * sources) + source], unit => bias[unit]);
            if (layer.Find("activation") is { } function)
            {
                layers.Apply(function);
            }
        }

        return layers is null ? throw file.Member("layers").Fault("is empty") : layers.Sketch.ToNetwork(name, "safetensors", layers.Values);
    }

    /// <summary>(x − mean) / std.</summary>
    private static Layers Begin(JsonField file, int inputs)
    {
        var layers = new Layers(inputs);
        var (mean, std) = (Each(file.Find("mean"), inputs, 0), Each(file.Find("std"), inputs, 1));
        if (std.Contains(0))
        {
            throw file.Member("std").Fault("holds 0");
        }

        layers.Start(file.Find("mean") is null && file.Find("std") is null ? null : i => (1 / std[i], -mean[i] / std[i]));
        return layers;
    }

    private static double[] Each(JsonField? field, int inputs, double missing) => field switch
    {
        null => [.. Enumerable.Repeat(missing, inputs)],
        { IsList: true } list => list.Numbers(inputs),
        { } one => [.. Enumerable.Repeat(one.Number(), inputs)],
    };
}
