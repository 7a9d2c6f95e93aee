using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace FreeNets.Trainer.Data.Tables;

/// <summary>A row of a table.</summary>
/// <param name="Line">Its line in the file, from 1.</param>
/// <param name="Fields">One a column, without blanks around them.</param>
internal readonly record struct CsvRow(long Line, string[] Fields);

/// <summary>
/// A CSV file as people have it: UTF-8, or UTF-16 with a byte order mark; fields end at commas, semicolons, tabs or bars, and may stand in
/// quotes; a first line that is not like the others names the columns. Rows are read again each time they are asked for, and not kept.
/// </summary>
internal sealed class CsvTable
{
    private const int MostColumns = 1000;
    private const int LinesToJudgeBy = 50;

    private static readonly UTF8Encoding s_strictUtf8 = new(false, throwOnInvalidBytes: true);

    private static readonly char[] s_separators = [';', '\t', '|', ','];

    private readonly char _separator;
    private readonly bool _hasHeader;

    private CsvTable(string path, char separator, bool hasHeader, string[] names)
    {
        (Path, _separator, _hasHeader, Names) = (path, separator, hasHeader, names);
        Numbers = new NumberText(hasDecimalComma: separator != ',');
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>The columns, each once; without a header <c>1</c>, <c>2</c> …</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How numbers are written in it.</summary>
    public NumberText Numbers { get; }

    /// <summary>Looks at the first lines of a file.</summary>
    /// <exception cref="DataException">It cannot be read, or its header names a column twice or not at all.</exception>
    public static CsvTable Open(string path)
    {
        var separator = SeparatorOf(path, FirstLines(path));
        var rows = Read(path, separator).Take(LinesToJudgeBy).ToList();
        if (rows.Count == 0)
        {
            throw new DataException($"{path}: the file has no rows. Give a table with a line of names and one line per sample.");
        }

        var (first, rest) = (rows[0], rows.Skip(1).ToList());
        var hasHeader = IsHeader(first.Fields, rest, new NumberText(separator != ','));
        var names = hasHeader ? first.Fields : [.. Enumerable.Range(1, first.Fields.Length).Select(static i => $"{i}")];
        CheckNames(path, first.Line, names);
        return new CsvTable(path, separator, hasHeader, names);
    }

    /// <summary>All rows but the header's, in the order of the file.</summary>
    /// <exception cref="DataException">The file cannot be read, or a row has more or fewer fields than there are columns.</exception>
    public IEnumerable<CsvRow> Rows()
    {
        foreach (var row in Read(Path, _separator).Skip(_hasHeader ? 1 : 0))
        {
            if (row.Fields.Length != Names.Count)
            {
                throw new DataException($"{Path}, line {row.Line}: {row.Fields.Length} fields, and the table has {Names.Count} columns. "
                    + $"Fields end at '{Shown(_separator)}'; put one that holds this in quotes, and give each row a field a column.");
            }

            yield return row;
        }
    }

    /// <summary>The place of a field, for messages.</summary>
    public string Place(long line, int column) => $"{Path}, line {line}, column '{Names[column]}'";

    private static IEnumerable<CsvRow> Read(string path, char separator)
    {
        using var reader = OpenText(path);
        var fault = (string?)null;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = separator.ToString(),
            TrimOptions = TrimOptions.Trim,
            BadDataFound = bad =>
                fault ??= "a quote stands inside a field, or is not closed. Put such a field in quotes, and double the quotes in it",
        };
        using var parser = new CsvParser(reader, configuration);
        while (true)
        {
            try
            {
                if (!parser.Read())
                {
                    yield break;
                }
            }
            catch (DecoderFallbackException)
            {
                throw NotUtf8(path);
            }
            catch (IOException e)
            {
                throw new DataException(
                    $"{path}: cannot be read ({e.Message.TrimEnd('.')}). Check the disk and the file's permissions.", e);
            }

            var fields = parser.Record!;
            if (fault is not null)
            {
                throw new DataException($"{path}, line {parser.RawRow}: {fault}.");
            }

            yield return new CsvRow(parser.RawRow, fields);
        }
    }

    private static StreamReader OpenText(string path)
    {
        try
        {
            return new StreamReader(path, s_strictUtf8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be read ({e.Message.TrimEnd('.')}). Check the path and the file's permissions.", e);
        }
    }

    private static List<string> FirstLines(string path)
    {
        using var reader = OpenText(path);
        var lines = new List<string>();
        try
        {
            while (lines.Count < LinesToJudgeBy && reader.ReadLine() is { } line)
            {
                lines.Add(line);
            }
        }
        catch (DecoderFallbackException)
        {
            throw NotUtf8(path);
        }

        if (lines.Any(static line => line.Contains('\0', StringComparison.Ordinal)))
        {
            throw new DataException($"{path}: this is not text: it holds zero bytes. Give a CSV file.");
        }

        return [.. lines.Where(static line => !string.IsNullOrWhiteSpace(line))];
    }

    /// <summary>What parts most lines into as many fields as the first; a comma where nothing does.</summary>
    private static char SeparatorOf(string path, List<string> lines)
    {
        if (lines.Count == 0)
        {
            throw new DataException($"{path}: the file is empty. Give a table with a line of names and one line per sample.");
        }

        return s_separators
            .Select(separator => (Separator: separator, Counts: lines.Select(line => CountOutsideQuotes(line, separator)).ToArray()))
            .Where(static candidate => candidate.Counts[0] > 0)
            .OrderByDescending(static candidate => candidate.Counts.Count(count => count == candidate.Counts[0]))
            .Select(static candidate => (char?)candidate.Separator)
            .FirstOrDefault() ?? ',';
    }

    private static int CountOutsideQuotes(string line, char separator)
    {
        var (count, isQuoted) = (0, false);
        foreach (var character in line)
        {
            isQuoted ^= character == '"';
            count += !isQuoted && character == separator ? 1 : 0;
        }

        return count;
    }

    /// <summary>A first line names the columns unless it is like the others: a number wherever they have one.</summary>
    private static bool IsHeader(string[] first, List<CsvRow> rest, NumberText numbers)
    {
        var ofNumbers = Enumerable.Range(0, first.Length)
            .Where(
                column => rest.Count > 0
                    && rest.All(
                        row => column < row.Fields.Length
                            && (NumberText.IsMissing(row.Fields[column]) || numbers.Parse(row.Fields[column]) is not null)))
            .ToList();
        return ofNumbers.Count == 0 || !ofNumbers.TrueForAll(column => numbers.Parse(first[column]) is not null);
    }

    private static void CheckNames(string path, long line, string[] names)
    {
        if (names.Length > MostColumns)
        {
            throw new DataException($"{path}: {names.Length} columns; {MostColumns} at most. Leave some out.");
        }

        for (var i = 0; i < names.Length; i++)
        {
            var first = Array.IndexOf(names, names[i]);
            var fault = names[i].Length is 0 or > 190 ? "has no name, or one above 190 characters"
                : names[i].Any(
                    static character => char.IsControl(character) || character is '\u2028' or '\u2029')
                ? "has a control character in its name"
                : first < i ? $"is called '{names[i]}', like column {first + 1}"
                : null;
            if (fault is not null)
            {
                throw new DataException(
                    $"{path}, line {line}: column {i + 1} {fault}. Give each column a name of its own in the first line.");
            }
        }
    }

    private static DataException NotUtf8(string path) =>
        new($"{path}, line {LineThatIsNotUtf8(path)}: the text is not UTF-8. Save the table as 'CSV UTF-8'.");

    private static long LineThatIsNotUtf8(string path)
    {
        using var file = new BufferedStream(File.OpenRead(path), 1 << 16);
        var (line, bytes) = (1L, new List<byte>());
        for (int next; (next = file.ReadByte()) >= 0;)
        {
            bytes.Add((byte)next);
            if (next == '\n')
            {
                if (!System.Text.Unicode.Utf8.IsValid([.. bytes]))
                {
                    return line;
                }

                bytes.Clear();
                line++;
            }
        }

        return line;
    }

    private static string Shown(char separator) => separator == '\t' ? "tab" : separator.ToString();
}
