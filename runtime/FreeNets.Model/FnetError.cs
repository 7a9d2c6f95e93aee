namespace FreeNets.Model;

/// <summary>What is wrong with a model file. The numbers are those of the generator's diagnostics FN0001 to FN0008.</summary>
public enum FnetErrorKind
{
    /// <summary>The text is not JSON.</summary>
    NotJson = 1,

    /// <summary>The text is JSON, but no model file, or one of a version that this reader does not know.</summary>
    WrongFormat = 2,

    /// <summary>A field is absent.</summary>
    MissingField = 3,

    /// <summary>A field has the wrong type, or a value outside its range.</summary>
    WrongValue = 4,

    /// <summary>A block or list does not have the length that the sizes call for.</summary>
    WrongLength = 5,

    /// <summary>A weight or check value is NaN or infinite.</summary>
    NotFinite = 6,

    /// <summary>The content is not what the checksum was computed from.</summary>
    WrongChecksum = 7,

    /// <summary>A field that the format does not have.</summary>
    UnknownField = 8,
}

/// <summary>One fault of a model file, and where it is.</summary>
/// <param name="Kind">What sort of fault.</param>
/// <param name="Field">The path of the field, such as <c>domain.scale</c> or <c>labels[3]</c>; empty for the file as a whole.</param>
/// <param name="Offset">The index of the character in the text, 0 to its length.</param>
/// <param name="Line">The line of that character, from 0.</param>
/// <param name="Column">Its place in the line, from 0.</param>
/// <param name="Message">One line for people: what is wrong, what was expected and, where there is one, the remedy.</param>
public sealed record FnetError(FnetErrorKind Kind, string Field, int Offset, int Line, int Column, string Message)
{
    /// <summary>The error at <paramref name="offset"/> of <paramref name="text"/>. Lines end with \n, \r\n or \r.</summary>
    internal static FnetError At(string text, FnetErrorKind kind, string field, int offset, string message)
    {
        var (line, start) = (0, 0);
        for (var i = 0; i < offset; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && !(i + 1 < text.Length && text[i + 1] == '\n')))
            {
                line++;
                start = i + 1;
            }
        }

        return new FnetError(kind, field, offset, line, offset - start, message);
    }
}
