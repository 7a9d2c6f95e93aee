using System.IO.Compression;
using System.Security.Cryptography;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;

namespace FreeNets.Trainer.Tests.Data;

public sealed class DownloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, byte[]> _served =
        IdxBytes.FourFiles().ToDictionary(file => file.Key + ".gz", file => IdxBytes.Gzip(file.Value));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_absent_set_is_downloaded_once_and_loaded()
    {
        using (var server = new LocalServer(_served))
        {
            Assert.Equal(4, Load(Tiny(server)).Train.Count);
            var files = _served.Keys.Select(name => Path.Combine("root", "tiny", name));
            Assert.Equal(
                files.Append("root").Append(Path.Combine("root", "tiny")).Order(StringComparer.Ordinal),
                _folder.Entries.Order(StringComparer.Ordinal));
        }
        using var gone = new LocalServer([]);
        Assert.Equal(4, Load(Tiny(gone)).Train.Count);
    }

    [Fact]
    public void Without_a_data_root_the_cache_receives_the_set()
    {
        using var server = new LocalServer(_served);
        DataSets.Load("tiny", new DataFolders(null, _folder["variable"], _folder["cache"]), [Tiny(server)], TestConsole.Quiet());
        Assert.True(Directory.Exists(_folder["cache/tiny"]));
        Assert.False(Directory.Exists(_folder["variable"]));
    }

    [Fact]
    public void Entries_of_an_archive_are_kept_and_nothing_else()
    {
        var layout = FileLayout.Emnist("balanced");
        var files = IdxBytes.FourFiles(layout.Train, layout.Test);
        _served["gzip.zip"] = Zip(files.Select(file => ($"gzip/{file.Key}.gz", IdxBytes.Gzip(file.Value))).Append(("gzip/other", [1])));
        using var server = new LocalServer(_served);
        var source = Source(server, "gzip.zip") with { Members = [.. layout.Files.Select(file => $"gzip/{file}.gz")] };

        var set = Load(new NamedSet("tiny", layout, ["a", "b", "c"], [source]));

        Assert.Equal([0, 2, 4, 1, 3, 5], set.Train.Image(0).ToArray());
        Assert.Equal(
            files.Keys.Select(name => name + ".gz").Order(StringComparer.Ordinal),
            Directory.GetFileSystemEntries(_folder["root/tiny"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_archive_without_the_entries_leaves_nothing_behind()
    {
        _served["gzip.zip"] = Zip([("gzip/other", [1])]);
        using var server = new LocalServer(_served);
        var source = Source(server, "gzip.zip") with { Members = ["gzip/wanted"] };
        AssertFault(new NamedSet("tiny", FileLayout.Mnist, ["a"], [source]), "the archive has no entry gzip/wanted");
    }

    [Fact]
    public void A_wrong_checksum_leaves_nothing_behind()
    {
        using var server = new LocalServer(_served);
        var set = Tiny(server);
        // The last file, so that right ones came before it.
        var wrong = set with { Sources = [.. set.Sources.SkipLast(1), set.Sources[^1] with { Sha256 = new string('0', 64) }] };
        AssertFault(wrong, $"{set.Sources[^1].Url}: not the published file: its SHA-256 is {set.Sources[^1].Sha256}, expected 0000");
    }

    [Theory]
    [InlineData(-1, "it is longer than")]
    [InlineData(1, "it ends after")]
    public void A_wrong_length_leaves_nothing_behind(int more, string expected)
    {
        using var server = new LocalServer(_served);
        var set = Tiny(server);
        AssertFault(set with { Sources = [.. set.Sources.Select(source => source with { Bytes = source.Bytes + more })] }, expected);
    }

    [Fact]
    public void A_file_the_server_does_not_have_is_named_with_its_answer()
    {
        using var server = new LocalServer(_served);
        var set = Tiny(server);
        _served.Remove("t10k-labels-idx1-ubyte.gz");
        AssertFault(set, "t10k-labels-idx1-ubyte.gz answers 404 (Not Found)");
    }

    [Fact]
    public void A_connection_lost_half_way_leaves_nothing_behind()
    {
        LocalServer? server = null;
        using (server = new LocalServer(_served) { HalfWay = () => server!.Dispose() })
        {
            AssertFault(Tiny(server), "tiny: not found on this machine, and the download failed");
        }
    }

    [Fact]
    public void Cancelling_half_way_leaves_nothing_behind()
    {
        using var cancellation = new CancellationTokenSource();
        using var server = new LocalServer(_served) { HalfWay = cancellation.Cancel };

        Assert.ThrowsAny<OperationCanceledException>(() => Load(Tiny(server), cancellation.Token));
        Assert.True(cancellation.IsCancellationRequested);
        Assert.Empty(_folder.Entries);
    }

    [Fact]
    public void What_was_in_the_root_before_stays_there_when_a_download_fails()
    {
        _folder.Write("root/other/file", [1]);
        using var server = new LocalServer([]);
        Assert.Throws<DataException>(() => Load(Tiny(server)));
        Assert.Equal(
            ["root", Path.Combine("root", "other"), Path.Combine("root", "other", "file")],
            _folder.Entries.Order(StringComparer.Ordinal));
    }

    private NamedSet Tiny(LocalServer server) => new(
        "tiny", FileLayout.Mnist, ["x", "y", "z"], [.. FileLayout.Mnist.Files.Select(name => Source(server, name + ".gz"))]);

    private RemoteFile Source(LocalServer server, string name)
    {
        var bytes = _served.GetValueOrDefault(name, []);
        return new RemoteFile(new Uri(server.Address + name), bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private DataSet Load(NamedSet set, CancellationToken cancellation = default) =>
        DataSets.Load(set.Name, new DataFolders(_folder["root"], null, _folder["cache"]), [set], TestConsole.Quiet(), cancellation);

    private void AssertFault(NamedSet set, string expected)
    {
        var fault = Assert.Throws<DataException>(() => Load(set));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Entries);
    }

    private static byte[] Zip(IEnumerable<(string Name, byte[] Bytes)> entries)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }
        return packed.ToArray();
    }
}
