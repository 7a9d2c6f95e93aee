using FreeNets.Import.Formats;

namespace FreeNets.Import;

/// <summary>Reads networks that other programs made, by what their files are called.</summary>
public static class NetworkFile
{
    private static readonly Dictionary<string, Func<string, ImportOptions,
    ImportedNetwork>> s_readers = new(StringComparer.OrdinalIgnoreCase)
    {
        [".onnx"] = OnnxImport.Read,
        [".nnet"] = static (path, options) => Named(path, options, () => AcasNnet.Read(path, options.IsRaw)),
        [".net"] = static (path, options) => Named(path, options, () => SharpNeat.Read(path)),
        [".out"] = static (path, options) => Named(path, options, () => WeightAgnostic.Read(path, options.OutputCount)),
        [".json"] = static (path, options) => Named(path, options, () => JsonNetwork.Read(path)),
        [".safetensors"] = static (path, options) => Named(path, options, () => NamedLayers.Read(path, options.Layers)),
    };

    /// <summary>What the names of files that are read end in.</summary>
    public static IEnumerable<string> Extensions => s_readers.Keys;

    /// <summary>Reads a file, makes a network of it, and checks the network against the file.</summary>
    /// <exception cref="ImportException">It cannot be read, or is no feed-forward network; nothing was written.</exception>
    public static ImportedNetwork Read(string path, ImportOptions? options = null) =>
        s_readers.TryGetValue(Path.GetExtension(path), out var read)
        ? read(path, options ?? new ImportOptions())
        : throw new ImportException($"{path}: is of no kind that is read, {string.Join(", ", Extensions)}. Export the network as ONNX.");

    private static ImportedNetwork Named(string path, ImportOptions options, Func<ImportedNetwork> read)
    {
        try
        {
            return options.Outputs.Count == 0 ? read() : throw new Refusal("names no outputs; only ONNX files do");
        }
        catch (Refusal refusal)
        {
            throw new ImportException($"{path}: {refusal.Message}", refusal);
        }
    }
}
