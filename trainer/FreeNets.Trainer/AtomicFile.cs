using System.Text;

namespace FreeNets.Trainer;

/// <summary>Writes a file whole or not at all: to a temporary name beside it, to the disk, then renamed.</summary>
public static class AtomicFile
{
    /// <summary>What unfinished files end in.</summary>
    public const string Extension = ".tmp";

    /// <summary>Replaces or makes the file, and the folders above it.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = $"{path}.{Path.GetRandomFileName()}{Extension}";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Likewise, as UTF-8.</summary>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));
}
