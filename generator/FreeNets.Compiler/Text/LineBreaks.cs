using System.Text.RegularExpressions;

namespace FreeNets.Compiler.Text;

/// <summary>
/// Breaks lines that are too long to read: comments between words, statements behind their outermost commas or before their outermost
/// operators. What has no such place, such as one long literal, stays as it is.
/// </summary>
internal static class LineBreaks
{
    /// <summary>The most characters of a line, indentation included.</summary>
    public const int Width = 140;

    private const string Indentation = "    ";

    private static readonly string[] s_operators = [" + ", " && ", " || ", " ? ", " : "];

    /// <summary>The lines that <paramref name="line"/> becomes behind so many spaces, which are not written.</summary>
    public static IEnumerable<string> Of(string line, int spaces)
    {
        var room = Width - spaces;
        if (line.Length <= room || line[0] is '#' or '"')
        {
            return [line];
        }

        if (line.StartsWith("//", StringComparison.Ordinal))
        {
            return Comment(line, room);
        }

        var code = Code(line);
        var comment = line.Substring(code.Length).TrimStart();
        return comment.Length > 0 ? [.. Of(comment, spaces), .. Of(code.TrimEnd(), spaces)] : Statement(line, room);
    }

    /// <summary>Words go on behind the same mark; in a table, where two spaces stand behind a row's name, in the same column.</summary>
    private static IEnumerable<string> Comment(string line, int room)
    {
        var mark = Regex.Match(line, @"^// (\w+ {2,}| {3,})") is { Success: true } row
            ? "//" + new string(' ', row.Length - 2)
            : Regex.Match(line, "^/+ ?").Value;
        var text = Regex.Match(line, "^/+ *(\\w+ {2,})?").Value;
        foreach (Match word in Regex.Matches(line.Substring(text.Length), "([^\\s\"]|=\"[^\"]*\"|\")+"))
        {
            var separator = text.EndsWith(" ", StringComparison.Ordinal) ? "" : " ";
            if (text.Length + separator.Length + word.Length > room && text.Trim().Length > 3)
            {
                yield return text.TrimEnd();
                (text, separator) = (mark, "");
            }

            text += separator + word.Value;
        }

        yield return text;
    }

    private static IEnumerable<string> Statement(string line, int room)
    {
        for (var indentation = ""; line.Length > 0; indentation = Indentation)
        {
            var end = line.Length + indentation.Length <= room ? line.Length : BreakOf(line, room - indentation.Length);
            yield return indentation + line.Substring(0, end).TrimEnd();
            line = line.Substring(end).TrimStart();
        }
    }

    /// <summary>The last place of those inside the fewest parentheses that fit; the whole line where there is none.</summary>
    private static int BreakOf(string line, int room)
    {
        var (best, least, depth) = (line.Length, int.MaxValue, 0);
        foreach (var i in Places(line))
        {
            depth += line[i] is '(' or '[' ? 1 : line[i] is ')' or ']' ? -1 : 0;
            var place = line[i] is '(' or ',' ? i + 1
                : string.CompareOrdinal(line, i, " => ", 0, 4) == 0 ? i + 3
                : Array.Exists(s_operators, text => string.CompareOrdinal(line, i, text, 0, text.Length) == 0) ? i + 1
                : 0;
            if (place > 1 && place <= room && place < line.Length && depth <= least)
            {
                (best, least) = (place, depth);
            }
        }

        return best;
    }

    /// <summary>The line up to a comment at its end.</summary>
    private static string Code(string line)
    {
        foreach (var i in Places(line))
        {
            if (string.CompareOrdinal(line, i, " // ", 0, 4) == 0)
            {
                return line.Substring(0, i + 1);
            }
        }

        return line;
    }

    /// <summary>The characters outside literals.</summary>
    private static IEnumerable<int> Places(string line)
    {
        var isText = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                isText = !isText;
            }
            else if (isText && line[i] == '\\')
            {
                i++;
            }
            else if (!isText)
            {
                yield return i;
            }
        }
    }
}
