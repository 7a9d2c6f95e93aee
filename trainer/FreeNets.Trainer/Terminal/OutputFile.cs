using System.Globalization;
using FreeNets.Model;

namespace FreeNets.Trainer.Terminal;

/// <summary>Where a model goes, and where it goes when it is not finished or its place is gone.</summary>
internal static class OutputFile
{
    private const string Extension = ".fnet";

    /// <summary>Why no model can be written at <paramref name="path"/>, or null when one can. Leaves the disk as it was.</summary>
    public static string? ModelFaultOf(string path) => FaultOf("--output", path, "model.fnet", Interrupted);

    /// <summary>Why no file can be written where an option says, or null when one can. Leaves the disk as it was.</summary>
    /// <param name="option">The option.</param>
    /// <param name="path">What it was given.</param>
    /// <param name="example">A name that it could have been given.</param>
    /// <param name="longest">The longest name that may be needed in its place; without it the name itself.</param>
    public static string? FaultOf(string option, string path, string example, Func<string, string>? longest = null)
    {
        if (Path.GetFileName(path).Length == 0 || Directory.Exists(path))
        {
            return $"{option} {path}: names a folder. Give a file in it, such as {Path.Combine(path, example)}.";
        }

        try
        {
            var target = AtomicFile.TargetOf(path);
            var folder = Path.GetDirectoryName(target)!;
            return AtomicFile.KindOf(target) is { } kind ? $"{option} {path}: names a {kind}. Give the name of a file, such as {example}."
                : Directory.Exists(folder) ? ProbeFaultOf(
                    $"{option} {path}", folder, AtomicFile.TemporaryOf(longest?.Invoke(target) ?? target))
                : $"{option} {path}: the folder {folder} does not exist. Create it first.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{option} {path}: cannot be written. {e.Message}";
        }
    }

    /// <summary>Why a command may not write over the file that it reads, or null where these are two.</summary>
    /// <param name="option">The option that names the output.</param>
    /// <param name="path">What it was given.</param>
    /// <param name="source">The file that is read.</param>
    /// <param name="what">What would be lost with it, such as "the model itself, which".</param>
    public static string? SourceFaultOf(string option, string path, string source, string what) =>
        AtomicFile.TargetOf(source) == AtomicFile.TargetOf(path)
        ? $"{option} {path}: is {what} would be lost. Give another name."
        : null;

    /// <summary>Why a file of so many bytes does not fit beside <paramref name="path"/>, or null when it does or nobody knows.</summary>
    public static string? RoomFaultOf(string path, long bytes)
    {
        try
        {
            var folder = Path.GetDirectoryName(AtomicFile.TargetOf(path))!;
            var free = new DriveInfo(folder).AvailableFreeSpace;
            return free < bytes
                ? string.Create(CultureInfo.InvariantCulture, $"--output {path}: the model will take up to {bytes:N0} bytes, "
                    + $"and {folder} has {free:N0} left. Make room, or give another place.")
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>model.fnet → model.interrupted.fnet; never <paramref name="path"/> itself.</summary>
    public static string Interrupted(string path) => Path.ChangeExtension(path, ".interrupted" + Extension);

    /// <summary>
    /// Saves a model; where its place has become unusable, in the folder for temporary files, since hours of work are worth more than the
    /// right name.
    /// </summary>
    /// <returns>Where it is, and a line on why it is not at <paramref name="path"/>; null when it is.</returns>
    /// <exception cref="FnetException">It can be written nowhere; the message is about <paramref name="path"/>.</exception>
    public static (string Path, string? Fault) Save(FreeNet net, string path)
    {
        try
        {
            FnetFile.Save(net, path);
            return (path, null);
        }
        catch (FnetException first)
        {
            // Not by the name that was asked for, whose length may be what is wrong.
            var second =
                Path.Combine(Path.GetTempPath(), $"freenets-{Path.GetFileNameWithoutExtension(Path.GetRandomFileName())}{Extension}");
            try
            {
                FnetFile.Save(net, second);
                return (second, $"{first.Message} The model is in {second}.");
            }
            catch (FnetException)
            {
                throw first;
            }
        }
    }

    private static string? ProbeFaultOf(string asked, string folder, string probe)
    {
        try
        {
            using var stream = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (PathTooLongException)
        {
            return $"{asked}: the name is too long for the file system. Give a shorter one.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{asked}: the folder {folder} cannot be written to. {e.Message}";
        }
    }
}
