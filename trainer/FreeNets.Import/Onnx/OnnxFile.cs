using Google.Protobuf;

namespace FreeNets.Import.Onnx;

/// <summary>Reads ONNX files, which strangers may have made.</summary>
internal static class OnnxFile
{
    /// <exception cref="Refusal">It cannot be read, or is no ONNX file.</exception>
    public static ModelProto Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > int.MaxValue)
            {
                throw new Refusal($"has {stream.Length} bytes; an ONNX file has at most {int.MaxValue}");
            }

            var model = ModelProto.Parser.ParseFrom(stream);
            return model.Graph is not null ? model : throw new Refusal("holds no graph, so it is no ONNX model");
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new Refusal($"is no ONNX file, or a damaged one. {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new Refusal($"cannot be read. {e.Message}");
        }
    }
}
