using System.Globalization;
using FreeNets.Model;

namespace FreeNets.Import.Onnx;

/// <summary>Weights in files beside the model. Only files inside the model's own folder are read.</summary>
internal sealed class ExternalData(string folder)
{
    /// <summary>The bytes of a tensor that says where its data lie.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="length">How many bytes its shape calls for.</param>
    /// <exception cref="Refusal">They are not there, or not inside the folder.</exception>
    public byte[] Read(TensorProto tensor, long length)
    {
        var entries = new Dictionary<string, string>();
        foreach (var entry in tensor.ExternalData)
        {
            entries[entry.Key] = entry.Value;
        }

        var location = entries.GetValueOrDefault("location", "");
        var offset = Number(tensor, entries, "offset") ?? 0;
        if (Number(tensor, entries, "length") is { } stated && stated != length)
        {
            throw Fault(tensor, $"its external data has {stated} bytes, and its shape calls for {length}");
        }

        var path = PathOf(tensor, location);
        try
        {
            using var file = File.OpenRead(path);
            if (offset > file.Length || length > file.Length - offset)
            {
                throw Fault(tensor, $"external data '{Text.Shown(location)}' has {file.Length} bytes; "
                    + $"offset {offset} and length {length} lead beyond its end");
            }

            var bytes = new byte[length];
            file.Seek(offset, SeekOrigin.Begin);
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault(tensor, $"external data '{Text.Shown(location)}' cannot be read: {e.Message}");
        }
    }

    private static long? Number(TensorProto tensor, Dictionary<string, string> entries, string key) =>
        !entries.TryGetValue(key, out var text) ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw Fault(tensor, $"the {key} of its external data, '{Text.Shown(text)}', is not a number");

    /// <summary>Where the file lies, links followed.</summary>
    private string PathOf(TensorProto tensor, string location)
    {
        if (location.Length == 0 || location.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(location))
        {
            throw Fault(tensor, $"external data '{Text.Shown(location)}' is not a path inside the model's folder");
        }

        try
        {
            var path = Path.Combine(folder, location);
            var isInside = Path.GetFullPath(path).StartsWith(Inside(Path.GetFullPath(folder)), StringComparison.Ordinal)
                && Linkless(path).StartsWith(Inside(Linkless(folder)), StringComparison.Ordinal);
            if (!isInside)
            {
                throw Fault(tensor, $"external data '{Text.Shown(location)}' lies outside the model's folder");
            }

            if (!File.Exists(path))
            {
                throw Fault(tensor, $"external data '{Text.Shown(location)}' is missing; it belongs beside the model");
            }

            return AtomicFile.KindOf(path) is { } kind
                ? throw Fault(tensor, $"external data '{Text.Shown(location)}' is a {kind}, not a file")
                : path;
        }
        catch (IOException e)
        {
            throw Fault(tensor, $"external data '{Text.Shown(location)}' cannot be read: {e.Message}");
        }
    }

    private static string Inside(string folder) => folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;

    /// <summary>A path none of whose parts is a link.</summary>
    private static string Linkless(string path)
    {
        var full = Path.GetFullPath(path);
        var walked = Path.GetPathRoot(full)!;
        foreach (var part in full[walked.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            walked = Path.Combine(walked, part);
            if (Path.Exists(walked) && new FileInfo(walked).ResolveLinkTarget(returnFinalTarget: true) is { } target)
            {
                walked = Linkless(target.FullName);
            }
        }

        return walked;
    }

    private static Refusal Fault(TensorProto tensor, string reason) => new($"tensor '{Text.Shown(tensor.Name)}': {reason}");
}
