namespace FreeNets.Import.Formats;

/// <summary>Tells formats apart that are all called <c>.json</c>.</summary>
internal static class JsonNetwork
{
    /// <exception cref="Refusal">It is of no format that is read.</exception>
    public static ImportedNetwork Read(string path)
    {
        var (file, name) = (JsonField.Read(path), Path.GetFileNameWithoutExtension(path));
        return file.Find("in_shape") is not null && file.Find("layers") is not null ? RtNeural.Read(file, name)
            : file.Find("nodes") is not null && file.Find("connections") is not null ? NeatPython.Read(file, name)
            : file.IsObject
                && file.Element.EnumerateObject().Any(static member => member.Name.EndsWith(".weight", StringComparison.Ordinal))
            ? throw new Refusal("holds weights by name and not what is done with them. Save them as .safetensors with a file of layers, "
                + "or export the network as ONNX")
            : throw new Refusal("is neither RTNeural's (in_shape, layers) nor neat-python's (nodes, connections)");
    }
}
