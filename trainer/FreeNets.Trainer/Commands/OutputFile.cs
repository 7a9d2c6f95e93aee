namespace FreeNets.Trainer.Commands;

/// <summary>Where a model goes, and where it goes when it is not finished.</summary>
internal static class OutputFile
{
    private const string Extension = ".fnet";

    /// <summary>Why no file can be written at <paramref name="path"/>, or null when one can. Leaves the disk as it was.</summary>
    public static string? FaultOf(string path)
    {
        if (Path.GetFileName(path).Length == 0 || Directory.Exists(path))
        {
            return $"--output {path}: names a folder. Give a file in it, such as {Path.Combine(path, "model.fnet")}.";
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            return $"--output {path}: the folder {folder} does not exist. Create it first.";
        }

        try
        {
            var probe = Path.Combine(folder, $"{Path.GetRandomFileName()}.tmp");
            using var stream = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"--output {path}: the folder {folder} cannot be written to. {e.Message}";
        }
    }

    /// <summary>model.fnet → model.interrupted.fnet; never <paramref name="path"/> itself.</summary>
    public static string Interrupted(string path) => Path.ChangeExtension(path, ".interrupted" + Extension);
}
