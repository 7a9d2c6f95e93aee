using System.Text;

namespace FreeNets.Model.Json;

/// <summary>
/// Reads one JSON string. What it returns is well-formed UTF-16: a lone surrogate, written plainly or escaped, is an error.
/// </summary>
internal static class JsonStringReader
{
    /// <summary>The string that starts at the quote at <paramref name="offset"/>, and the offset past its closing quote.</summary>
    public static (string Text, int End, bool Escaped) Read(string text, int offset)
    {
        StringBuilder? content = null;
        var position = offset + 1;
        var run = position;
        while (true)
        {
            position = SkipPlain(text, position, offset);
            if (text[position] == '"')
            {
                break;
            }

            content ??= new StringBuilder();
            content.Append(text, run, position - run);
            position = ReadEscape(text, position, content);
            run = position;
        }

        var last = text.Substring(run, position - run);
        return (content is null ? last : content.Append(last).ToString(), position + 1, content is not null);
    }

    private static int SkipPlain(string text, int position, int offset)
    {
        for (; position < text.Length; position++)
        {
            var c = text[position];
            if (c is '"' or '\\')
            {
                return position;
            }

            if (c < ' ')
            {
                throw new JsonFaultException(position, $"A control character, {Quoted.Text(c.ToString())}, stands in a string.");
            }

            if (char.IsSurrogate(c))
            {
                if (!(char.IsHighSurrogate(c) && position + 1 < text.Length && char.IsLowSurrogate(text[position + 1])))
                {
                    throw LoneSurrogate(position);
                }

                position++;
            }
        }

        var message = $"The text ends inside the string that starts at offset {offset}; it may have been cut off.";
        throw new JsonFaultException(text.Length, message);
    }

    private static int ReadEscape(string text, int position, StringBuilder content)
    {
        var kind = position + 1 < text.Length ? text[position + 1] : '\0';
        if (kind == 'u')
        {
            return ReadUnicodeEscape(text, position, content);
        }

        content.Append(kind switch
        {
            '"' or '\\' or '/' => kind,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw new JsonFaultException(position, "This is not an escape that JSON knows."),
        });
        return position + 2;
    }

    private static int ReadUnicodeEscape(string text, int position, StringBuilder content)
    {
        var first = HexDigits(text, position);
        content.Append(first);
        if (!char.IsSurrogate(first))
        {
            return position + 6;
        }

        var hasSecond = position + 7 < text.Length && text[position + 6] == '\\' && text[position + 7] == 'u';
        if (!char.IsHighSurrogate(first) || !hasSecond)
        {
            throw LoneSurrogate(position);
        }

        var second = HexDigits(text, position + 6);
        content.Append(char.IsLowSurrogate(second) ? second : throw LoneSurrogate(position));
        return position + 12;
    }

    private static char HexDigits(string text, int position)
    {
        var value = 0;
        for (var i = position + 2; i < position + 6; i++)
        {
            var c = i < text.Length ? text[i] : '\0';
            var digit = c switch
            {
                >= '0' and <= '9' => c - '0',
                >= 'a' and <= 'f' => c - 'a' + 10,
                >= 'A' and <= 'F' => c - 'A' + 10,
                _ => throw new JsonFaultException(position, "\\u needs four hexadecimal digits."),
            };
            value = (value << 4) | digit;
        }

        return (char)value;
    }

    private static JsonFaultException LoneSurrogate(int offset) =>
        new(offset, "Half of a surrogate pair stands alone; it is no character.");
}
