using System.Buffers.Binary;
using System.Text.Json;

namespace FreeNets.Import.Formats;

/// <summary>Tensors by name: a length, a JSON header, data.</summary>
internal sealed class SafeTensors
{
    private const int MaxHeader = 100_000_000;

    private readonly string _path;
    private readonly long _start;
    private readonly JsonField _header;

    /// <exception cref="Refusal">It cannot be read, or is no such file.</exception>
    public SafeTensors(string path)
    {
        _path = path;
        var bytes = Read(0, 8);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > MaxHeader)
        {
            throw new Refusal($"has a header of {length} bytes; {MaxHeader} is the most. It is no .safetensors file, or a damaged one");
        }

        _start = 8 + (long)length;
        _header = JsonField.Parse(Read(8, (int)length), "its header is no JSON");
    }

    /// <summary>The names of all tensors.</summary>
    public IEnumerable<string> Names => _header.IsObject
        ? _header.Element.EnumerateObject().Select(static member => member.Name).Where(static name => name != "__metadata__")
        : [];

    /// <summary>A tensor of that rank, row-major.</summary>
    /// <exception cref="Refusal">There is none, or it does not fit the file.</exception>
    public (int[] Shape, double[] Values) Tensor(string name, int rank)
    {
        var entry = _header.Find(name)
            ?? throw new Refusal(
                $"has no tensor '{Onnx.Text.Shown(name)}'; it has {string.Join(", ", Names.Take(20).Select(Onnx.Text.Shown))}");
        int[] shape = Array.ConvertAll(entry.Member("shape").Items(), static size => size.Whole());
        var (type, offsets) = (
            entry.Member("dtype").Text(),
            Array.ConvertAll(
                entry.Member("data_offsets").Items(),
                static offset =>
                    offset.Element.ValueKind == JsonValueKind.Number && offset.Element.TryGetInt64(out var value) ? value : -1));
        var size = type switch
        {
            "F64" => 8,
            "F32" => 4,
            "F16" or "BF16" => 2,
            _ => throw entry.Fault($"has type '{Onnx.Text.Shown(type)}'; F64, F32, F16 and BF16 are read"),
        };
        if (shape.Length != rank || shape.Any(static length => length < 1))
        {
            throw entry.Fault($"has shape [{string.Join(", ", shape)}], and should have {rank} dimension{(rank == 1 ? "" : "s")}");
        }

        var count = shape.Aggregate(1L, static (product, length) => product * length);
        if (offsets is not [>= 0, >= 0] || count > int.MaxValue / size || offsets[1] - offsets[0] != count * size)
        {
            throw entry.Fault("lies at data_offsets that do not fit its shape");
        }

        var bytes = Read(_start + offsets[0], (int)(count * size));
        return (shape, [.. Enumerable.Range(0, (int)count).Select(i => Value(type, bytes.AsSpan(i * size, size)))]);
    }

    private static double Value(string type, ReadOnlySpan<byte> bytes) => type switch
    {
        "F64" => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        "F32" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "F16" => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        _ => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
    };

    private byte[] Read(long offset, int count)
    {
        try
        {
            using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (offset + count > stream.Length)
            {
                throw new Refusal($"ends before byte {offset + count}; it is no .safetensors file, or a damaged one");
            }

            var bytes = new byte[count];
            stream.Position = offset;
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new Refusal($"cannot be read. {e.Message}");
        }
    }
}
