using System.Diagnostics;
using FreeNets.Model;

namespace FreeNets.Tests;

/// <summary>What a file's writer does where the name stands for something else than a file of its own.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("freenets-atomic-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_link_stays_and_the_file_behind_it_is_written()
    {
        Directory.CreateDirectory(In("elsewhere"));
        var (link, middle, target) = (In("link"), In("middle"), In("elsewhere/file"));
        File.WriteAllText(target, "old");
        File.CreateSymbolicLink(middle, "elsewhere/file");
        File.CreateSymbolicLink(link, middle);

        AtomicFile.Write(link, "new");

        Assert.Equal("new", File.ReadAllText(target));
        Assert.Equal((middle, "elsewhere/file"), (new FileInfo(link).LinkTarget, new FileInfo(middle).LinkTarget));
        Assert.Equal(["file"], Names("elsewhere"));
    }

    [Fact]
    public void A_link_to_nothing_yet_gets_its_file()
    {
        File.CreateSymbolicLink(In("link"), "file");

        AtomicFile.Write(In("link"), "new");

        Assert.Equal("new", File.ReadAllText(In("file")));
        Assert.Equal("file", new FileInfo(In("link")).LinkTarget);
    }

    [Fact]
    public void A_link_leads_where_it_does_for_the_system_though_its_folder_is_a_link_too()
    {
        Directory.CreateDirectory(In("deep/folder"));
        File.CreateSymbolicLink(In("folder"), "deep/folder");
        File.CreateSymbolicLink(In("deep/folder/link"), "../file");

        AtomicFile.Write(In("folder/link"), "new");

        Assert.Equal("new", File.ReadAllText(In("folder/link")));
        Assert.Equal("new", File.ReadAllText(In("deep/file")));
        Assert.Equal(["deep", "folder"], Names(""));
    }

    [Fact]
    public void Links_in_a_circle_are_refused_and_stay()
    {
        File.CreateSymbolicLink(In("one"), "two");
        File.CreateSymbolicLink(In("two"), "one");

        Assert.Throws<IOException>(() => AtomicFile.Write(In("one"), "new"));

        Assert.Equal(("two", "one"), (new FileInfo(In("one")).LinkTarget, new FileInfo(In("two")).LinkTarget));
        Assert.Equal(["one", "two"], Names(""));
    }

    [Theory]
    [InlineData("pipe", "mkfifo", "it")]
    [InlineData("device", "mknod", "it", "c", "1", "3")]
    public void What_is_no_file_is_refused_and_stays(string kind, params string[] command)
    {
        Assert.True(Run(command), $"{string.Join(' ', command)} failed: this test needs Linux, and to be root.");

        Assert.Contains($"It is a {kind}.", Assert.Throws<IOException>(() => AtomicFile.Write(In("it"), "new")).Message, StringComparison.Ordinal);
        Assert.Contains($"It is a {kind}.", Assert.Throws<FnetException>(() => FnetFile.Save(Example.Net, In("it"))).Message, StringComparison.Ordinal);
        Assert.Equal(kind, AtomicFile.KindOf(In("it")));
        Assert.Equal(["it"], Names(""));
    }

    [Fact]
    public void A_folder_is_refused_and_stays()
    {
        Directory.CreateDirectory(In("it/inside"));

        Assert.Contains("It is a folder.", Assert.Throws<IOException>(() => AtomicFile.Write(In("it"), "new")).Message, StringComparison.Ordinal);
        Assert.Equal(["inside"], Names("it"));
    }

    [Fact]
    public void What_a_killed_writer_left_goes_and_what_a_living_one_has_open_stays()
    {
        File.WriteAllText(In("file.abcdefgh.ijk.tmp"), "left");
        File.WriteAllText(In("file.mine.tmp"), "no name that a writer gives");
        using var open = new FileStream(In("file.12345678.abc.tmp"), FileMode.CreateNew, FileAccess.Write, FileShare.None);

        AtomicFile.Write(In("file"), "new");

        Assert.Equal(["file", "file.12345678.abc.tmp", "file.mine.tmp"], Names(""));
    }

    private string In(string name) => Path.Combine(_folder, name);

    private IEnumerable<string?> Names(string folder) =>
        Directory.EnumerateFileSystemEntries(In(folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private bool Run(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = _folder })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
