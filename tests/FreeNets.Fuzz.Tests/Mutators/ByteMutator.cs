using System.Buffers.Binary;

namespace FreeNets.Fuzz.Mutators;

/// <summary>Damages bytes that it knows nothing about.</summary>
internal static class ByteMutator
{
    public static byte[] Mutate(byte[] bytes, Random random)
    {
        if (bytes.Length == 0)
        {
            return [(byte)random.Next(256)];
        }

        var (start, length) = (random.Next(bytes.Length), random.Next(1, 17));
        var end = Math.Min(bytes.Length, start + length);
        switch (random.Next(7))
        {
            case 0: // cut off
                return bytes[..start];
            case 1: // without a stretch
                return [.. bytes[..start], .. bytes[end..]];
            case 2: // a stretch twice
                return [.. bytes[..end], .. bytes[start..]];
            case 3: // something more at the end
                return [.. bytes, .. Random(random, length)];
            case 4: // a number of four bytes
                var changed = (byte[])bytes.Clone();
                if (bytes.Length >= sizeof(int))
                {
                    BinaryPrimitives.WriteInt32LittleEndian(
                        changed.AsSpan(Math.Min(start, bytes.Length - sizeof(int))),
                        BitConverter.SingleToInt32Bits(Hostility.Float(random)));
                }

                return changed;
            case 5: // bits
                var flipped = (byte[])bytes.Clone();
                flipped[start] ^= (byte)(1 << random.Next(8));
                return flipped;
            default: // other bytes
                return [.. bytes[..start], .. Random(random, end - start), .. bytes[end..]];
        }
    }

    private static byte[] Random(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
