namespace FreeNets.Trainer.Data.Tables;

/// <summary>What the values of a column are like, gathered row by row.</summary>
internal sealed class ColumnSummary
{
    /// <summary>More different values than this are not kept.</summary>
    public const int MostValues = 1024;

    private readonly Dictionary<string, (int Count, long Line)> _values = new(StringComparer.Ordinal);
    private double _last;

    /// <summary>Rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Rows without a value.</summary>
    public int Missing { get; private set; }

    /// <summary>Rows whose value is a number.</summary>
    public int Numbers { get; private set; }

    /// <summary>The first value that is neither missing nor a number, with its line.</summary>
    public (string Text, long Line)? FirstWord { get; private set; }

    /// <summary>Whether all numbers are whole.</summary>
    public bool AreWhole { get; private set; } = true;

    /// <summary>Whether each number is the one before it and 1.</summary>
    public bool IsCounter { get; private set; } = true;

    /// <summary>
    /// The different values, each with how often it comes and the line where it came first; cut off above <see cref="MostValues"/>.
    /// </summary>
    public IReadOnlyDictionary<string, (int Count, long Line)> Values => _values;

    /// <summary>Whether <see cref="Values"/> was cut off.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Rows with a value.</summary>
    public int Present => Rows - Missing;

    /// <summary>Whether there is a value and every value is a number.</summary>
    public bool IsNumeric => Numbers > 0 && Numbers == Present;

    /// <summary>Takes the value of a row.</summary>
    public void Add(string field, long line, NumberText numbers)
    {
        Rows++;
        if (NumberText.IsMissing(field))
        {
            Missing++;
            IsCounter = false;
            return;
        }

        if (numbers.Parse(field) is { } number)
        {
            AreWhole &= number == Math.Floor(number);
            IsCounter &= Numbers == 0 || number == _last + 1;
            _last = number;
            Numbers++;
        }
        else
        {
            FirstWord ??= (field, line);
        }

        if (_values.TryGetValue(field, out var seen))
        {
            _values[field] = (seen.Count + 1, seen.Line);
        }
        else if (_values.Count < MostValues)
        {
            _values.Add(field, (1, line));
        }
        else
        {
            HasMore = true;
        }
    }

    /// <summary>The different values in order: by size where all are numbers, otherwise by their characters.</summary>
    public string[] Ordered(NumberText numbers) => IsNumeric
        ? [.. _values.Keys.OrderBy(value => numbers.Parse(value)).ThenBy(static value => value, StringComparer.Ordinal)]
        : [.. _values.Keys.Order(StringComparer.Ordinal)];
}
