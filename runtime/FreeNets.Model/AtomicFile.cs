#if NET
using System.Runtime.Versioning;
#endif
using System.Text;

namespace FreeNets.Model;

/// <summary>Writes a file whole or not at all: to a temporary name beside it, to the disk, then renamed.</summary>
/// <remarks>
/// Links are followed: the file at their end is replaced and they stay. What is no regular file, such as a device, a pipe or a socket, is
/// refused, since a rename would put a file in its place. What killed writers left beside the file goes with the next write.
/// </remarks>
public static class AtomicFile
{
    /// <summary>What unfinished files end in.</summary>
    public const string Extension = ".tmp";

#if NET
    // As many as Linux follows.
    private const int MaxLinks = 40;
#endif

    /// <summary>Replaces or makes the file, and the folders above it. Whatever fails, the file stays as it was.</summary>
    /// <exception cref="IOException">It cannot be written, or is no regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, byte[] bytes)
    {
        var target = TargetOf(path);
        if (KindOf(target) is { } kind)
        {
            throw new IOException($"It is a {kind}. Give the name of a file.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using (var file = Create(target))
        {
            try
            {
                file.Write(bytes, 0, bytes.Length);
                file.Flush(flushToDisk: true);
                Replace(file, target);
            }
            catch
            {
                file.Dispose();
                DeleteIfPresent(file.Name);
                throw;
            }
        }

        DeleteLeftovers(target);
    }

    /// <summary>Likewise, as UTF-8.</summary>
    /// <inheritdoc cref="Write(string, byte[])"/>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>The file that a path stands for: itself, or what the last of its links leads to, whether that exists or not.</summary>
    public static string TargetOf(string path)
    {
        var full = Path.GetFullPath(path);
#if NET
        var links = 0;
        return new FileInfo(full).LinkTarget is null ? full : Resolve(full, ref links);
#else
        return full;
#endif
    }

#if NET
    /// <summary>
    /// A path without links, as the system walks it: ".." after a link to a folder leads out of the folder that it stands for.
    /// </summary>
    private static string Resolve(string path, ref int links)
    {
        if (Path.GetDirectoryName(path) is not { } above)
        {
            return path;
        }

        var folder = Resolve(above, ref links);
        var name = Path.GetFileName(path);
        if (name is "" or "." or "..")
        {
            return name == ".." ? Path.GetDirectoryName(folder) ?? folder : folder;
        }

        var full = Path.Combine(folder, name);
        return new FileInfo(full).LinkTarget is not { } target ? full
            : ++links <= MaxLinks ? Resolve(Path.Combine(folder, target), ref links)
            : throw new IOException($"The links of {path} lead in a circle.");
    }
#endif

    /// <summary>
    /// What a name stands for in a word, such as a device, that is not a file to replace; null for a file, and for nothing yet.
    /// </summary>
    public static string? KindOf(string path) => FileKind.Of(path) is { } kind && kind != FileKind.Regular ? kind : null;

    /// <summary>A name beside a file that no other has.</summary>
    public static string TemporaryOf(string target) => $"{target}.{Path.GetRandomFileName()}{Extension}";

    /// <summary>
    /// A new file beside another, with the rights of that if it is there, that other writers see to be in use until it is closed.
    /// </summary>
    private static FileStream Create(string target)
    {
        // A file is made first and marked as in use next. In between, another writer may take it for a leftover, and mark or delete it.
        for (var patience = 10; ; patience--)
        {
            try
            {
                var file = CreateOnce(target);
                if (patience == 0 || File.Exists(file.Name))
                {
                    return file;
                }

                file.Dispose();
            }
            catch (IOException) when (patience > 0)
            {
            }
        }
    }

    private static FileStream CreateOnce(string target)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            return CreateOnUnix(target);
        }
#endif

        // Windows renames no open file that does not share this.
        return new FileStream(TemporaryOf(target), FileMode.CreateNew, FileAccess.Write, FileShare.Delete);
    }

#if NET
    [UnsupportedOSPlatform("windows")]
    private static FileStream CreateOnUnix(string target)
    {
        const UnixFileMode Rights = (UnixFileMode)0b111_111_111;
        var rights = File.Exists(target) ? File.GetUnixFileMode(target) & Rights : (UnixFileMode?)null;
        var options =
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, UnixCreateMode = rights };
        var file = new FileStream(TemporaryOf(target), options);

        // The user's mask has had its say when the file was first made.
        if (rights is { } wanted && File.GetUnixFileMode(file.SafeFileHandle) != wanted)
        {
            File.SetUnixFileMode(file.SafeFileHandle, wanted);
        }

        return file;
    }
#endif

    private static void Replace(FileStream temporary, string target)
    {
#if NET
        // While it is open: a closed one would be a leftover to other writers.
        File.Move(temporary.Name, target, overwrite: true);
#else
        temporary.Dispose();
        if (File.Exists(target))
        {
            File.Replace(temporary.Name, target, null);
        }
        else
        {
            File.Move(temporary.Name, target);
        }
#endif
    }

    /// <summary>Deletes what writers of the same file left that no longer live: theirs are not open.</summary>
    private static void DeleteLeftovers(string target)
    {
        try
        {
            // Not by a pattern, which the name may be full of.
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(target)!))
            {
                if (IsTemporaryOf(target, file))
                {
                    DeleteIfUnused(file);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder may be written to, but not listed.
        }
    }

    /// <summary>
    /// Whether <see cref="TemporaryOf"/> makes such a name: of the user's own files, such as model.fnet.old.tmp, none is.
    /// </summary>
    private static bool IsTemporaryOf(string target, string path)
    {
        const string Random = "xxxxxxxx.xxx";
        if (path.Length != target.Length + 1 + Random.Length + Extension.Length
            || !path.StartsWith(target + ".", StringComparison.Ordinal) || !path.EndsWith(Extension, StringComparison.Ordinal))
        {
            return false;
        }

        return path.Substring(target.Length + 1, Random.Length)
            .Zip(Random, static (actual, shape) => shape == '.' ? actual == '.' : actual is (>= 'a' and <= 'z') or (>= '0' and <= '5'))
            .All(static fits => fits);
    }

    private static void DeleteIfUnused(string path)
    {
        try
        {
            // Deleted before it is given free, so that no writer gets hold of it in between.
            new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process is at it.
        }
    }

    private static void DeleteIfPresent(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is wrong was already said: the exception that made the file stay behind is on its way.
        }
    }
}
