namespace FreeNets.Trainer.Sweeps;

/// <summary>Locks between processes: an open file that admits no second opening, so that they end with their process.</summary>
internal static class FileLock
{
    // EWOULDBLOCK, which the runtime keeps as the exception's HResult.
    private const int LockedByAnother = 11;

    /// <summary>Takes a lock, or returns null while another has it.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written to.</exception>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (e.HResult == LockedByAnother)
        {
            return null;
        }
    }
}
