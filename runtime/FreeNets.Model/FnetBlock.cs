using FreeNets.Model.Json;

namespace FreeNets.Model;

/// <summary>Blocks of bytes or little-endian float32 values as canonical base64 (RFC 4648, section 4).</summary>
internal static class FnetBlock
{
    public static string Encode(byte[] bytes) => Convert.ToBase64String(bytes);

    public static string Encode(float[] values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        SwapOnBigEndian(bytes);
        return Encode(bytes);
    }

    /// <summary>Integers from 0 to 65,535 in two bytes each, the lower one first.</summary>
    public static string Encode(EquatableArray<int> indices)
    {
        var bytes = new byte[indices.Count * sizeof(ushort)];
        for (var i = 0; i < indices.Count; i++)
        {
            (bytes[2 * i], bytes[(2 * i) + 1]) = ((byte)indices[i], (byte)(indices[i] >> 8));
        }

        return Encode(bytes);
    }

    /// <summary>The float32 values of a block whose shape calls for <paramref name="count"/> of them.</summary>
    public static float[] Floats(FnetFields fields, string name, string shape, long count)
    {
        var bytes = Bytes(fields, name, $"{shape} float32 values", count * sizeof(float));
        SwapOnBigEndian(bytes);
        var values = new float[bytes.Length / sizeof(float)];
        Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
        return values;
    }

    /// <summary>
    /// The bits of a block whose shape calls for <paramref name="count"/> of them, the least significant of a byte first.
    /// </summary>
    public static byte[] Bits(FnetFields fields, string name, string shape, long count)
    {
        var bytes = Bytes(fields, name, $"{count} bits, {shape},", (count + 7) / 8);
        return (count & 7) == 0 || bytes[bytes.Length - 1] >> (int)(count & 7) == 0 ? bytes : throw fields.WrongValue(
            name, fields.Member(name).Value, $"A bit past the last of {count} is set; those that fill the last byte must be 0.");
    }

    /// <summary>Numbers below <paramref name="limit"/> of two bytes each, the lower one first.</summary>
    public static int[] Indices(FnetFields fields, string name, string shape, int count, int limit)
    {
        var bytes = Bytes(fields, name, $"{shape} uint16 values", (long)count * sizeof(ushort));
        var indices = new int[count];
        for (var i = 0; i < count; i++)
        {
            indices[i] = bytes[2 * i] | (bytes[(2 * i) + 1] << 8);
            if (indices[i] >= limit)
            {
                // 8 characters of base64 hold three numbers of two bytes.
                var offset = fields.String(name).OffsetOf((int)(i * 8L / 3));
                throw fields.Fault(
                    FnetErrorKind.WrongValue, name, offset, $"Value {i} is {indices[i]}, but the table has {limit} entries, from 0.");
            }
        }

        return indices;
    }

    /// <summary>The bytes of a block whose shape calls for <paramref name="length"/> of them.</summary>
    /// <remarks>The length follows from the text's, so nothing is allocated for a block that does not fit its shape.</remarks>
    public static byte[] Bytes(FnetFields fields, string name, string shape, long length)
    {
        var block = fields.String(name);
        var text = block.Text;
        if (text.Length % 4 != 0)
        {
            var fault = $"The block has {text.Length} characters; base64 has a multiple of 4, padded with '='.";
            throw fields.Fault(FnetErrorKind.WrongValue, name, block.Offset, fault);
        }

        var padding = Padding(text);
        var actual = (text.Length / 4 * 3) - padding;
        if (actual != length)
        {
            var fault = $"The block holds {actual} bytes, but {shape} are {length} bytes.";
            throw fields.Fault(FnetErrorKind.WrongLength, name, block.Offset, fault);
        }

        CheckCharacters(fields, name, block, text.Length - padding);
        return Convert.FromBase64String(text);
    }

    private static int Padding(string text) =>
        text.Length == 0 || text[text.Length - 1] != '=' ? 0 : text[text.Length - 2] == '=' ? 2 : 1;

    private static void CheckCharacters(FnetFields fields, string name, JsonString block, int end)
    {
        for (var i = 0; i < end; i++)
        {
            if (Digit(block.Text[i]) < 0)
            {
                var fault = $"{Quoted.Text(block.Text[i].ToString())} at character {i} of the block is no base64 digit.";
                throw fields.Fault(FnetErrorKind.WrongValue, name, block.OffsetOf(i), fault);
            }
        }

        // The last digit before one or two '=' carries two or four bits that belong to no byte.
        var unused = (block.Text.Length - end) * 2;
        if (unused > 0 && (Digit(block.Text[end - 1]) & ((1 << unused) - 1)) != 0)
        {
            const string Fault = "The last digit of the block has bits set that belong to no byte; canonical base64 leaves them zero.";
            throw fields.Fault(FnetErrorKind.WrongValue, name, block.OffsetOf(end - 1), Fault);
        }
    }

    private static int Digit(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        '/' => 63,
        _ => -1,
    };

    private static void SwapOnBigEndian(byte[] bytes)
    {
        if (BitConverter.IsLittleEndian)
        {
            return;
        }

        for (var i = 0; i < bytes.Length; i += sizeof(float))
        {
            Array.Reverse(bytes, i, sizeof(float));
        }
    }
}
