using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace FreeNets.Trainer.Data.Idx;

/// <summary>
/// Reads IDX files of unsigned bytes, the format of MNIST and its relatives: two zero bytes, the element type (0x08), the number of
/// dimensions, one big-endian 32-bit size a dimension, then the values. A file that starts with 1f 8b is gzip, whatever its name.
/// </summary>
/// <remarks>
/// Strict: a file that holds one byte more or less than its header promises is an error, and memory grows only with what was read.
/// </remarks>
public static class IdxFile
{
    private const byte UnsignedByte = 0x08;
    private const int FirstBuffer = 1 << 20;

    /// <summary>The most values a file may hold: 2 GiB, less what the runtime keeps of an array for itself.</summary>
    public static long MaximumValues => Array.MaxLength;

    /// <summary>Reads a file of one dimension, <c>*-labels-idx1-ubyte</c>.</summary>
    /// <returns>[count], at least one.</returns>
    /// <exception cref="DataException">The file is absent, damaged, or not of this kind.</exception>
    public static byte[] ReadLabels(string path) => Read(path, dimensions: 1).Values;

    /// <summary>Reads a file of three dimensions, <c>*-images-idx3-ubyte</c>.</summary>
    /// <returns>[count, rows × columns] with its sizes, none of them zero.</returns>
    /// <exception cref="DataException">The file is absent, damaged, or not of this kind.</exception>
    public static (byte[] Pixels, int Count, int Rows, int Columns) ReadImages(string path)
    {
        var (sizes, values) = Read(path, dimensions: 3);
        return (values, sizes[0], sizes[1], sizes[2]);
    }

    private static (int[] Sizes, byte[] Values) Read(string path, int dimensions)
    {
        var headerBytes = 4 + (4 * dimensions);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            if (!IsGzip(file))
            {
                return Read(path, file, new byte[headerBytes], bytesInFile: file.Length);
            }
            using var unpacked = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
            var header = new byte[headerBytes];
            var content = Read(path, unpacked, header, bytesInFile: null);
            CheckTrailer(path, file, header, content.Values);
            return content;
        }
        catch (InvalidDataException e)
        {
            throw new DataException($"{path}: damaged gzip data ({e.Message.TrimEnd('.')}). Fetch the file again.", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"{path}: no such file. Check the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new DataException($"{path}: cannot be read ({e.Message.TrimEnd('.')}). Check the disk and the file's permissions.", e);
        }
    }

    private static bool IsGzip(FileStream file)
    {
        var gzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return gzip;
    }

    /// <summary>Compares the checksum and length at the end of gzip data, which <see cref="GZipStream"/> does not miss if absent.</summary>
    private static void CheckTrailer(string path, FileStream file, byte[] header, byte[] values)
    {
        Span<byte> trailer = stackalloc byte[8];
        file.Position = file.Length - trailer.Length;
        file.ReadExactly(trailer);
        var crc = new Crc32();
        crc.Append(header);
        crc.Append(values);
        var length = (uint)(header.Length + (long)values.Length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != crc.GetCurrentHashAsUInt32()
            || BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != length)
        {
            throw new DataException($"{path}: damaged gzip data: its last eight bytes, from offset {file.Length - trailer.Length}, are not "
                + "the checksum and length of what was unpacked; the file is cut, or something follows the data. Fetch the file again.");
        }
    }

    private static (int[] Sizes, byte[] Values) Read(string path, Stream stream, byte[] header, long? bytesInFile)
    {
        var sizes = ReadHeader(path, stream, header);
        var promised = Promised(path, sizes);
        if (bytesInFile is { } length && length != header.Length + promised)
        {
            throw WrongLength(path, sizes, promised, length - header.Length);
        }

        var values = ReadValues(stream, promised, out var read);
        if (read < promised)
        {
            throw WrongLength(path, sizes, promised, read);
        }
        if (stream.ReadByte() >= 0)
        {
            throw new DataException($"{path}: bytes follow the {promised} values that {Shape(sizes)} promises, "
                + $"from offset {header.Length + promised}. Fetch the file again.");
        }
        return (sizes, values);
    }

    private static int[] ReadHeader(string path, Stream stream, byte[] header)
    {
        var dimensions = (header.Length - 4) / 4;
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read >= 4)
        {
            CheckMagic(path, header, dimensions);
        }
        if (read < header.Length)
        {
            throw new DataException($"{path}: truncated: {read} bytes, the header alone takes {header.Length}. Fetch the file again.");
        }

        var sizes = new int[dimensions];
        for (var d = 0; d < dimensions; d++)
        {
            var offset = 4 + (4 * d);
            var size = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(offset));
            if (size is 0 or > int.MaxValue)
            {
                throw new DataException($"{path}: size {size} of dimension {d}, at offset {offset}, is outside 1 to {int.MaxValue}. "
                    + "Fetch the file again.");
            }
            sizes[d] = (int)size;
        }
        return sizes;
    }

    private static void CheckMagic(string path, ReadOnlySpan<byte> header, int dimensions)
    {
        if (header[0] != 0 || header[1] != 0)
        {
            throw new DataException($"{path}: not an IDX file: it starts with {Convert.ToHexStringLower(header[..4])} instead of "
                + $"00 00 08 0{dimensions}. Give an IDX file, gzip or not.");
        }
        if (header[2] != UnsignedByte)
        {
            throw new DataException($"{path}: element type 0x{header[2]:x2}, at offset 2; only unsigned bytes (0x08) are read. "
                + "Convert the values to bytes.");
        }
        if (header[3] != dimensions)
        {
            throw new DataException($"{path}: {header[3]} dimensions, at offset 3, where {dimensions} are expected "
                + $"({(dimensions == 1 ? "labels" : "images")}). Check that image and label files are not swapped.");
        }
    }

    private static long Promised(string path, int[] sizes)
    {
        // Sizes are below 2³¹, so the product of two fits; the third is checked before it is multiplied in.
        var promised = 1L;
        foreach (var size in sizes)
        {
            if (promised > MaximumValues / size)
            {
                throw new DataException($"{path}: the header, from offset 4, promises {Shape(sizes)} values, above the limit of 2 GiB. "
                    + "Fetch the file again, or split it.");
            }
            promised *= size;
        }
        return promised;
    }

    /// <summary>Reads up to <paramref name="promised"/> bytes into a buffer that doubles only once it is full of real data.</summary>
    private static byte[] ReadValues(Stream stream, long promised, out long filled)
    {
        var values = new byte[Math.Min(promised, FirstBuffer)];
        var count = 0;
        while (true)
        {
            count += stream.ReadAtLeast(values.AsSpan(count), values.Length - count, throwOnEndOfStream: false);
            if (count < values.Length || count == promised)
            {
                filled = count;
                return values;
            }
            Array.Resize(ref values, (int)Math.Min(promised, 2L * values.Length));
        }
    }

    private static DataException WrongLength(string path, int[] sizes, long promised, long found) =>
        new($"{path}: {(found < promised ? "truncated" : "too long")}: the header promises {Shape(sizes)} = {promised} values, "
            + $"the file holds {found}. Fetch the file again.");

    private static string Shape(int[] sizes) => string.Join(" × ", sizes);
}
