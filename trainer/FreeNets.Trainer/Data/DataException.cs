namespace FreeNets.Trainer.Data;

/// <summary>
/// A data set cannot be used: a fault of a file, a folder or a download, never of the program. The message names the file, says what
/// is wrong, where, and what to do about it; it is meant to be printed as it stands, without a stack trace.
/// </summary>
public sealed class DataException : Exception
{
    /// <summary>An error with no message; prefer one that names a file.</summary>
    public DataException()
    {
    }

    /// <summary>An error with a message for the user.</summary>
    public DataException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message for the user, and what caused it.</summary>
    public DataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
