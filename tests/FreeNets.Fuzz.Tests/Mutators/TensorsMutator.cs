using System.Buffers.Binary;
using FreeNets.Fuzz.Corpus;

namespace FreeNets.Fuzz.Mutators;

/// <summary>Changes <c>.safetensors</c>: its header, its data, or the file of layers beside it.</summary>
internal static class TensorsMutator
{
    private const int LengthBytes = 8;

    public static Seed Mutate(Seed seed, Random random)
    {
        var bytes = seed.Bytes;
        var end = LengthBytes + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return random.Next(5) switch
        {
            0 => seed with { Bytes = ByteMutator.Mutate(bytes, random) },
            1 => seed with { Bytes = [.. bytes[..end], .. ByteMutator.Mutate(bytes[end..], random)] },
            2 => seed with { Bytes = [.. Length(Hostility.Whole(random)), .. bytes[LengthBytes..]] },
            3 => seed with { Bytes = WithHeader(JsonMutator.Mutate(bytes[LengthBytes..end], random), bytes[end..]) },
            _ => seed with { Beside = JsonMutator.Mutate(seed.Beside!, random) },
        };
    }

    private static byte[] WithHeader(byte[] header, byte[] data) => [.. Length(header.Length), .. header, .. data];

    private static byte[] Length(long length)
    {
        var bytes = new byte[LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        return bytes;
    }
}
