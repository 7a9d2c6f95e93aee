using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using FreeNets.Model;

namespace FreeNets.Tests;

/// <summary>What a file's writer does where the name stands for something else than a file of its own.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AtomicFileTests : IDisposable
{
    // Nobody.
    private const uint Other = 65534;

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

        Assert.Contains(
            $"It is a {kind}.", Assert.Throws<IOException>(() => AtomicFile.Write(In("it"), "new")).Message, StringComparison.Ordinal);
        Assert.Contains(
            $"It is a {kind}.", Assert.Throws<FnetException>(() => FnetFile.Save(Example.Net, In("it"))).Message, StringComparison.Ordinal);
        Assert.Equal(kind, AtomicFile.KindOf(In("it")));
        Assert.Equal(["it"], Names(""));
    }

    [Fact]
    public void A_folder_is_refused_and_stays()
    {
        Directory.CreateDirectory(In("it/inside"));

        Assert.Contains(
            "It is a folder.", Assert.Throws<IOException>(() => AtomicFile.Write(In("it"), "new")).Message, StringComparison.Ordinal);
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

    [Fact]
    public void Writers_of_one_file_at_once_all_succeed_and_leave_one_of_their_texts()
    {
        string[] texts = [new('a', 100), new('b', 100_000), new('c', 10), new('d', 1000)];

        Parallel.ForEach(texts, new ParallelOptions { MaxDegreeOfParallelism = texts.Length }, text =>
        {
            for (var time = 0; time < 200; time++)
            {
                AtomicFile.Write(In("file"), text);
            }
        });

        Assert.Contains(File.ReadAllText(In("file")), texts);
        Assert.Equal(["file"], Names(""));
    }

    [Theory]
    [InlineData("a*b", "axb.abcdefgh.ijk.tmp")]
    [InlineData("a?b", "axb.abcdefgh.ijk.tmp")]
    [InlineData("a[xy]b", "axb.abcdefgh.ijk.tmp")]
    [InlineData("file", "file.20261130.csv.tmp")]
    [InlineData("file", "file.abcd.efghijk.tmp")]
    [InlineData("file", "file.Abcdefgh.ijk.tmp")]
    public void Of_files_with_like_names_only_those_that_a_writer_left_go(string name, string other)
    {
        File.WriteAllText(In(other), "somebody's");
        File.WriteAllText(In($"{name}.abcdefgh.ijk.tmp"), "left");

        AtomicFile.Write(In(name), "new");

        Assert.Equal(new[] { name, other }.Order(StringComparer.Ordinal), Names(""));
    }

    [Theory]
    [InlineData("a*b")]
    [InlineData("a?b")]
    [InlineData("a[xy]b")]
    [InlineData("a\\b")]
    [InlineData("a\"<>|b")]
    public void A_name_of_any_characters_is_written_and_its_leftovers_go(string name)
    {
        File.WriteAllText(In($"{name}.abcdefgh.ijk.tmp"), "left");

        AtomicFile.Write(In(name), "new");

        Assert.Equal([name], Names(""));
    }

    [Theory]
    [InlineData("755")]
    [InlineData("600")]
    [InlineData("444")]
    [InlineData("666")]
    public void A_file_that_is_replaced_keeps_who_may_read_and_run_it(string mode)
    {
        var before = (UnixFileMode)Convert.ToInt32(mode, 8);
        File.WriteAllText(In("file"), "old");
        File.SetUnixFileMode(In("file"), before);

        AtomicFile.Write(In("file"), "new");

        Assert.Equal((before, "new"), (File.GetUnixFileMode(In("file")), File.ReadAllText(In("file"))));
    }

    [Fact]
    public void A_folder_that_may_be_written_to_but_not_listed_takes_a_file()
    {
        Assert.True(Run("chown", Other.ToString(CultureInfo.InvariantCulture), "."), "This test needs to be root.");
        File.SetUnixFileMode(_folder, UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        AsOther(() =>
        {
            Assert.Throws<UnauthorizedAccessException>(() => Names(""));
            AtomicFile.Write(In("file"), "new");
        });

        Assert.Equal("new", File.ReadAllText(In("file")));
        Assert.Equal(["file"], Names(""));
    }

    /// <summary>Does something with the rights of another user to files, which root's thread can take and give back.</summary>
    private static void AsOther(Action action)
    {
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            var before = setfsuid(Other);
            fault = before == 0 ? Record.Exception(action) : new InvalidOperationException("This test needs to be root.");
        });
        thread.Start();
        thread.Join();
        Assert.Null(fault);
    }

    [DllImport("libc")]
    private static extern int setfsuid(uint user);

    private string In(string name) => Path.Combine(_folder, name);

    private IEnumerable<string?> Names(string folder) =>
        Directory.EnumerateFileSystemEntries(In(folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private bool Run(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = _folder })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
