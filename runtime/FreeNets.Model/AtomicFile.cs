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
        var temporary = TemporaryOf(target);
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(bytes, 0, bytes.Length);
                file.Flush(flushToDisk: true);
            }

            Replace(temporary, target);
        }
        catch
        {
            DeleteIfPresent(temporary);
            throw;
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
    /// <summary>A path without links, as the system walks it: ".." after a link to a folder leads out of the folder that it stands for.</summary>
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

    /// <summary>What a name stands for in a word, such as a device, that is no file to replace; null for a file, and for nothing yet.</summary>
    public static string? KindOf(string path) => FileKind.Of(path) is { } kind && kind != FileKind.Regular ? kind : null;

    /// <summary>A name beside a file that no other has.</summary>
    public static string TemporaryOf(string target) => $"{target}.{Path.GetRandomFileName()}{Extension}";

    private static void Replace(string temporary, string target)
    {
#if NET
        File.Move(temporary, target, overwrite: true);
#else
        if (File.Exists(target))
        {
            File.Replace(temporary, target, null);
        }
        else
        {
            File.Move(temporary, target);
        }
#endif
    }

    /// <summary>Deletes what writers of the same file left that no longer live: theirs are not open.</summary>
    private static void DeleteLeftovers(string target)
    {
        // As long as what TemporaryOf makes: a file of the user's own, such as model.fnet.mine.tmp, is none of them.
        var length = TemporaryOf(target).Length;
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(target)!, $"{Path.GetFileName(target)}.*{Extension}"))
        {
            if (file.Length != length)
            {
                continue;
            }

            try
            {
                using (new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.None))
                {
                }

                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another process is at it.
            }
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
