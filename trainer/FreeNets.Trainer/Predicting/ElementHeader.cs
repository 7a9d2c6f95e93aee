using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FreeNets.Trainer.Data;

namespace FreeNets.Trainer.Predicting;

/// <summary>The type of a file's values.</summary>
internal enum ElementType
{
    UInt8,
    Int32,
    Int64,
    Float32,
    Float64,
}

/// <summary>What stands before the values of a binary file.</summary>
/// <param name="Type">The type of its values.</param>
/// <param name="Rows">How many samples there are; null where the file does not say it.</param>
/// <param name="Values">How many values a sample has.</param>
/// <param name="IsBigEndian">The order of bytes.</param>
internal sealed partial record ElementHeader(ElementType Type, long? Rows, long Values, bool IsBigEndian)
{
    private const int MaxHeader = 1 << 16;

    /// <summary>How arrays of NumPy begin.</summary>
    public static ReadOnlySpan<byte> NpyMagic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <exception cref="DataException">It is no array of NumPy, or one of another kind.</exception>
    public static ElementHeader OfNpy(string name, Stream stream)
    {
        var start = Take(name, stream, 8);
        if (!start.AsSpan(0, 6).SequenceEqual(NpyMagic))
        {
            throw new DataException($"{name}: is no array of NumPy. Write it with numpy.save.");
        }

        var length = start[6] == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(Take(name, stream, 2))
            : BinaryPrimitives.ReadUInt32LittleEndian(Take(name, stream, 4));
        var text = length <= MaxHeader ? Encoding.UTF8.GetString(Take(name, stream, (int)length)) : "";
        if (NpyText().Match(text) is not { Success: true } match)
        {
            throw new DataException($"{name}: its header is none that numpy.save writes. Write it again.");
        }

        var shape = match.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(static size => long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : -1)
            .ToArray();
        var descr = match.Groups["descr"].Value;
        ElementType type = descr[1..] switch
        {
            "f4" => ElementType.Float32,
            "f8" => ElementType.Float64,
            "u1" or "b1" => ElementType.UInt8,
            "i4" => ElementType.Int32,
            "i8" => ElementType.Int64,
            _ => throw new DataException($"{name}: its values are of type '{descr}'. Save x.astype(numpy.float32)."),
        };
        return match.Groups["order"].Value == "True" && shape.Length > 1
            ? throw new DataException($"{name}: its values are in Fortran's order. Save numpy.ascontiguousarray(x).")
            : Of(name, type, shape, descr[0] == '>');
    }

    /// <exception cref="DataException">It is no IDX file, or one of another kind.</exception>
    public static ElementHeader OfIdx(string name, Stream stream)
    {
        var start = Take(name, stream, 4);
        if (start is not [0, 0, 8 or 13, >= 1])
        {
            throw new DataException($"{name}: starts with {Convert.ToHexStringLower(start)}, "
                + "and an IDX file of bytes or float32 with 000008 or 00000d and its dimensions.");
        }

        var shape = new long[start[3]];
        for (var d = 0; d < shape.Length; d++)
        {
            shape[d] = BinaryPrimitives.ReadUInt32BigEndian(Take(name, stream, 4));
        }

        return Of(name, start[2] == 8 ? ElementType.UInt8 : ElementType.Float32, shape, true);
    }

    /// <summary>One dimension is one sample, as a list is; IDX and more dimensions have the samples in the first.</summary>
    private static ElementHeader Of(string name, ElementType type, long[] shape, bool isBigEndian)
    {
        var (rows, values) = (shape.Length > 1 ? shape[0] : 1, 1L);
        foreach (var size in shape.Skip(shape.Length > 1 ? 1 : 0))
        {
            values = size is >= 0 and <= int.MaxValue && values * size <= int.MaxValue ? values * size : -1;
        }

        return shape.Length > 0 && rows >= 0 && values >= 0
            ? new ElementHeader(type, rows, values, isBigEndian)
            : throw new DataException(
                $"{name}: has shape [{string.Join(", ", shape)}]; samples have a dimension for them, and one or more for their values.");
    }

    private static byte[] Take(string name, Stream stream, int count)
    {
        var bytes = new byte[count];
        return stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count
            ? bytes
            : throw new DataException($"{name}: ends within its header. Write it again.");
    }

    [GeneratedRegex(@"^\{\s*'descr':\s*'(?<descr>[<>|=][a-zA-Z]\d+)',\s*'fortran_order':\s*(?<order>True|False)," +
        @"\s*'shape':\s*\((?<shape>[\d, ]*)\),?\s*\}\s*$")]
    private static partial Regex NpyText();
}
