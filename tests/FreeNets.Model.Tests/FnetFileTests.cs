using FreeNets.Model;

namespace FreeNets.Tests;

public sealed class FnetFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fnet");

    private string FilePath => Path.Combine(_folder.FullName, "a.fnet");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_saved_file_loads_as_the_same_network_and_nothing_else_stays_behind()
    {
        FnetFile.Save(RandomNets.Create(1, 5, 4, 3, 0.5), FilePath);
        var net = RandomNets.Create(2, 5, 4, 3, 0.5);
        FnetFile.Save(net, FilePath);

        Assert.Equal(net, FnetFile.Load(FilePath));
        Assert.Equal([FilePath], Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void A_file_on_disk_is_utf8_without_byte_order_mark()
    {
        FnetFile.Save(Example.Net with { Name = "größer" }, FilePath);

        var bytes = File.ReadAllBytes(FilePath);
        Assert.Equal((byte)'{', bytes[0]);
        Assert.Contains("gr\u00C3\u00B6\u00C3\u009Fer", string.Concat(bytes.Select(b => (char)b)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_save_that_fails_leaves_the_folder_as_it_was()
    {
        var taken = Directory.CreateDirectory(FilePath);

        var exception = Assert.Throws<FnetException>(() => FnetFile.Save(Example.Net, FilePath));

        Assert.StartsWith($"{FilePath}: cannot be written. ", exception.Message, StringComparison.Ordinal);
        Assert.Equal([taken.FullName], Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void An_invalid_network_leaves_the_file_as_it_was()
    {
        FnetFile.Save(Example.Net, FilePath);

        Assert.Throws<ArgumentException>(() => FnetFile.Save(Example.Net with { Name = "" }, FilePath));

        Assert.Equal(Example.Net, FnetFile.Load(FilePath));
    }

    [Theory]
    [InlineData("missing/a.fnet")]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_path_that_cannot_be_read_is_one_clear_error(string name)
    {
        var path = name.Length == 0 ? name : Path.Combine(_folder.FullName, name);

        var load = Assert.Throws<FnetException>(() => FnetFile.Load(path));

        Assert.StartsWith($"{path}: cannot be read. ", load.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing/a.fnet")]
    [InlineData("a\0b")]
    public void A_path_that_cannot_be_written_is_one_clear_error(string name)
    {
        var path = Path.Combine(_folder.FullName, name);

        var save = Assert.Throws<FnetException>(() => FnetFile.Save(Example.Net, path));

        Assert.StartsWith($"{path}: cannot be written. ", save.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void A_fault_in_the_content_is_named_with_file_place_and_field()
    {
        File.WriteAllText(FilePath, Example.With("domain.scale", "0"));

        var exception = Assert.Throws<FnetException>(() => FnetFile.Load(FilePath));

        Assert.StartsWith($"{FilePath}(14,14): domain.scale: The scale is 0", exception.Message, StringComparison.Ordinal);
        Assert.Equal(FnetErrorKind.WrongValue, exception.Error!.Kind);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused()
    {
        File.WriteAllBytes(FilePath, [(byte)'{', 0xFF, (byte)'}']);

        Assert.Contains("not UTF-8", Assert.Throws<FnetException>(() => FnetFile.Load(FilePath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_a_gibibyte_is_refused_unread()
    {
        using (var stream = File.Create(FilePath))
        {
            stream.SetLength(1L << 30);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Assert.Throws<FnetException>(() => FnetFile.Load(FilePath));

        Assert.Contains("1073741824 bytes", exception.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }
}
