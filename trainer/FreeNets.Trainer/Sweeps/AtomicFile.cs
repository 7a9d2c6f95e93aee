using System.Text;

namespace FreeNets.Trainer.Sweeps;

/// <summary>Small files that are there whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>What unfinished files end in.</summary>
    public const string Extension = ".tmp";

    /// <summary>Writes a text under a temporary name, flushes it to the disk, and renames it.</summary>
    public static void Write(string path, string text)
    {
        var temporary = $"{path}.{Path.GetRandomFileName()}{Extension}";
        using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
