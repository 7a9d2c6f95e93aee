using CsCheck;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;

namespace FreeNets.Trainer.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, "images")]
    [InlineData(true, "images.gz")]
    [InlineData(true, "images")]
    [InlineData(false, "images.gz")]
    public void Images_are_read_packed_or_not_whatever_the_name(bool gzip, string name)
    {
        var bytes = IdxBytes.Images(4, 3, 2);
        var (pixels, count, rows, columns) = IdxFile.ReadImages(_folder.Write(name, gzip ? IdxBytes.Gzip(bytes) : bytes));

        Assert.Equal((4, 3, 2), (count, rows, columns));
        Assert.Equal(IdxBytes.Ramp(24), pixels);
    }

    [Fact]
    public void Values_beyond_the_first_buffer_are_read_whole()
    {
        var bytes = IdxBytes.Images(3, 1000, 1000);

        Assert.Equal(IdxBytes.Ramp(3_000_000), IdxFile.ReadImages(_folder.Write("a", bytes)).Pixels);
        Assert.Equal(IdxBytes.Ramp(3_000_000), IdxFile.ReadImages(_folder.Write("b", IdxBytes.Gzip(bytes))).Pixels);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_cut_anywhere_is_truncated(bool gzip)
    {
        var bytes = IdxBytes.Labels(1, 2, 3);
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes[..length];
            AssertFault("truncated", gzip ? IdxBytes.Gzip(cut) : cut, IdxFile.ReadLabels);
        }
    }

    [Theory]
    [InlineData(false, "too long")]
    [InlineData(true, "offset 11")]
    public void Trailing_bytes_are_a_fault(bool gzip, string expected)
    {
        byte[] bytes = [.. IdxBytes.Labels(1, 2, 3), 0];
        AssertFault(expected, gzip ? IdxBytes.Gzip(bytes) : bytes, IdxFile.ReadLabels);
    }

    [Fact]
    public void A_wrong_magic_number_is_shown()
    {
        AssertFault("504b0304", [0x50, 0x4b, 3, 4, 0, 0, 0, 0], IdxFile.ReadLabels);
        AssertFault("not an IDX file", [1, 0, 8, 1, 0, 0, 0, 1, 0], IdxFile.ReadLabels);
    }

    [Fact]
    public void Other_element_types_are_a_fault() =>
        AssertFault("element type 0x0d, at offset 2", IdxBytes.Make(0x0d, [1], new byte[4]), IdxFile.ReadLabels);

    [Fact]
    public void Swapped_image_and_label_files_are_a_fault()
    {
        AssertFault("3 dimensions, at offset 3, where 1 are expected (labels)", IdxBytes.Images(1, 2, 2), IdxFile.ReadLabels);
        AssertFault("1 dimensions, at offset 3, where 3 are expected (images)", IdxBytes.Labels(1), path => IdxFile.ReadImages(path));
    }

    [Theory]
    [InlineData(0, 28, 28, "size 0 of dimension 0, at offset 4")]
    [InlineData(1, 28, 0, "size 0 of dimension 2, at offset 12")]
    [InlineData(1, -1, 28, "size 4294967295 of dimension 1, at offset 8")]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue, "above the limit of 2 GiB")]
    [InlineData(int.MaxValue, 1, 1, "above the limit of 2 GiB")]
    [InlineData(1 << 16, 1 << 16, 1, "above the limit of 2 GiB")]
    public void Impossible_sizes_are_a_fault(int count, int rows, int columns, string expected) =>
        AssertFault(expected, IdxBytes.Make(8, [count, rows, columns], []), path => IdxFile.ReadImages(path));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_small_file_that_promises_much_allocates_little(bool gzip)
    {
        var bytes = IdxBytes.Make(8, [2000, 1000, 1000], IdxBytes.Ramp(100));
        var path = _folder.Write("oversized", gzip ? IdxBytes.Gzip(bytes) : bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<DataException>(() => IdxFile.ReadImages(path));

        const string expected = "the header promises 2000 × 1000 × 1000 = 2000000000 values, the file holds 100";
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Gzip_that_is_cut_or_followed_by_other_bytes_is_a_fault()
    {
        var packed = IdxBytes.Gzip(IdxBytes.Images(4, 30, 20));
        for (var length = 2; length < packed.Length; length++)
        {
            AssertFault("", packed[..length], path => IdxFile.ReadImages(path));
        }
        AssertFault("", [.. packed, 1, 2, 3], path => IdxFile.ReadImages(path));
    }

    [Fact]
    public void A_damaged_byte_of_gzip_is_a_fault_or_harmless()
    {
        var right = IdxBytes.Ramp(2400);
        var packed = IdxBytes.Gzip(IdxBytes.Images(4, 30, 20));
        var faults = 0;
        // The first ten bytes are gzip's own header, with a time and a system that nobody reads.
        for (var at = 10; at < packed.Length; at++)
        {
            var damaged = packed.ToArray();
            damaged[at] ^= 0x10;
            var path = _folder.Write("damaged", damaged);
            try
            {
                Assert.Equal(right, IdxFile.ReadImages(path).Pixels);
            }
            catch (DataException)
            {
                faults++;
            }
        }
        // Some bits mean nothing to a reader, such as those between the data and their checksum; they are few.
        Assert.InRange(faults, packed.Length - 20, packed.Length - 10);
    }

    [Fact]
    public void Random_bytes_give_no_other_exception()
    {
        byte[][] starts = [[], [0, 0, 8, 3], [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0], [0x1f, 0x8b, 8, 0]];
        Gen.Select(Gen.Int[0, starts.Length - 1], Gen.Byte.Array[0, 40]).Sample(
            (start, rest) =>
            {
                var path = _folder.Write("random", [.. starts[start], .. rest]);
                var fault = Record.Exception(() => IdxFile.ReadImages(path));
                return fault is null or DataException;
            },
            iter: 500, seed: "0000000000001", threads: 1);
    }

    [Fact]
    public void An_absent_file_is_named()
    {
        var fault = Assert.Throws<DataException>(() => IdxFile.ReadLabels(_folder["absent"]));
        Assert.Contains("absent: no such file", fault.Message, StringComparison.Ordinal);
    }

    private void AssertFault(string expected, byte[] bytes, Action<string> read)
    {
        var path = _folder.Write("faulty", bytes);
        var fault = Assert.Throws<DataException>(() => read(path));
        Assert.StartsWith(path, fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    private void AssertFault(string expected, byte[] bytes, Func<string, byte[]> read) =>
        AssertFault(expected, bytes, new Action<string>(path => read(path)));
}
