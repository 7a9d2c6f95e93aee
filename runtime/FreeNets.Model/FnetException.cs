namespace FreeNets.Model;

/// <summary>A model file could not be loaded or saved. The message is one for users: file, place, field, fault and remedy.</summary>
public sealed class FnetException : Exception
{
    /// <summary>With a message, and the cause where there is one.</summary>
    public FnetException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>For a fault in the content of the file at <paramref name="path"/>: "path(line,column): field: message", from 1.</summary>
    public FnetException(string path, FnetError error)
        : base($"{path}({error.Line + 1},{error.Column + 1}): {(error.Field.Length == 0 ? "" : error.Field + ": ")}{error.Message}") =>
        Error = error;

    /// <summary>The fault in the content; null where the file could not be read or written at all.</summary>
    public FnetError? Error { get; }
}
