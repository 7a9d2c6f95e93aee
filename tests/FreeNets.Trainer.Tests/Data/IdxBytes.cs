using System.Buffers.Binary;
using System.IO.Compression;

namespace FreeNets.Trainer.Tests.Data;

/// <summary>Makes IDX files, right ones and wrong ones.</summary>
internal static class IdxBytes
{
    public static byte[] Make(byte type, int[] sizes, ReadOnlySpan<byte> values)
    {
        var bytes = new byte[4 + (4 * sizes.Length) + values.Length];
        bytes[2] = type;
        bytes[3] = (byte)sizes.Length;
        for (var d = 0; d < sizes.Length; d++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + (4 * d)), sizes[d]);
        }
        values.CopyTo(bytes.AsSpan(4 + (4 * sizes.Length)));
        return bytes;
    }

    public static byte[] Labels(params byte[] labels) => Make(8, [labels.Length], labels);

    public static byte[] Images(int count, int rows, int columns) => Make(8, [count, rows, columns], Ramp(count * rows * columns));

    public static byte[] Ramp(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)i)];

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }
        return packed.ToArray();
    }

    /// <summary>The four files of a set of 3 × 2 images: four to train on, two to test with, classes 0 to 2.</summary>
    public static Dictionary<string, byte[]> FourFiles(string train = "train", string test = "t10k", byte firstLabel = 0) => new()
    {
        [$"{train}-images-idx3-ubyte"] = Images(4, 3, 2),
        [$"{train}-labels-idx1-ubyte"] = Labels(firstLabel, (byte)(firstLabel + 1), (byte)(firstLabel + 2), firstLabel),
        [$"{test}-images-idx3-ubyte"] = Images(2, 3, 2),
        [$"{test}-labels-idx1-ubyte"] = Labels((byte)(firstLabel + 2), (byte)(firstLabel + 1)),
    };
}
