using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Tables;

namespace FreeNets.Trainer.Predicting;

/// <summary>Samples of a table: columns by their names where the model has names, otherwise in order.</summary>
internal sealed class TableSource : RowSource
{
    private readonly FreeNet _net;
    private readonly CsvTable _table;
    private readonly string? _temporary;
    private readonly IEnumerator<CsvRow> _rows;
    private readonly int[] _columns;
    private readonly Dictionary<string, int>?[] _categories;

    /// <param name="path">The table.</param>
    /// <param name="net">Whose inputs are read.</param>
    /// <param name="temporary">A file that goes when the reading ends, or null.</param>
    /// <exception cref="DataException">It cannot be read, or lacks an input.</exception>
    public TableSource(string path, FreeNet net, string? temporary)
    {
        (_net, _temporary) = (net, temporary);
        _table = CsvTable.Open(path);
        _columns = net.Columns.Count > 0 ? [.. Enumerable.Range(0, net.Inputs).Select(Find)] : [.. Enumerable.Range(0, net.Inputs)];
        if (net.Columns.Count == 0 && _table.Names.Count != net.Inputs)
        {
            throw new DataException($"{path}: has {_table.Names.Count} columns, and the model {net.Inputs} inputs without names.");
        }

        _categories = [.. Enumerable.Range(0, net.Inputs).Select(input => net.Columns.Count > 0 && net.Columns[input].Categories.Count > 0
            ? net.Columns[input].Categories.Select(static (name, place) => (name, place)).ToDictionary(
                static pair => pair.name, static pair => pair.place)
            : null)];
        _rows = _table.Rows().GetEnumerator();
    }

    /// <summary>A table that cannot be read twice, as a table must: it is copied first.</summary>
    public static TableSource OfStream(Stream stream, FreeNet net)
    {
        var copy = Path.Combine(Path.GetTempPath(), $"freenets-{Path.GetRandomFileName()}.csv");
        using (var file = new FileStream(copy, FileMode.CreateNew, FileAccess.Write))
        {
            stream.CopyTo(file);
        }

        try
        {
            return new TableSource(copy, net, copy);
        }
        catch (DataException)
        {
            File.Delete(copy);
            throw;
        }
    }

    public override bool Read(Span<float> row)
    {
        if (!_rows.MoveNext())
        {
            return false;
        }

        for (var input = 0; input < row.Length; input++)
        {
            row[input] = Value(_rows.Current, input);
        }

        return true;
    }

    public override void Dispose()
    {
        _rows.Dispose();
        if (_temporary is not null)
        {
            File.Delete(_temporary);
        }
    }

    /// <summary>
    /// The column of an input; of one that says whether the input before it is missing, that one's, unless the table has it too.
    /// </summary>
    private int Find(int input)
    {
        var column = _net.Columns[input];
        var place = _table.Names.ToList().IndexOf(column.Name);
        return place >= 0 ? place
            : input > 0 && TableFeatures.IsFlag(_net.Columns[input - 1], column) ? Find(input - 1)
            : throw new DataException(
                $"{_table.Path}: has no column '{column.Name}', which the model reads. Its columns are {string.Join(", ", _table.Names)}.");
    }

    private float Value(CsvRow row, int input)
    {
        var (field, place) = (row.Fields[_columns[input]], _columns[input]);
        if (input > 0 && place == _columns[input - 1])
        {
            return NumberText.IsMissing(field) ? 1 : 0;
        }

        if (_categories[input] is { } known
            && known.TryGetValue(NumberText.IsMissing(field) ? TableSchema.MissingCategory : field, out var category))
        {
            return category;
        }

        if (NumberText.IsMissing(field))
        {
            return (_net.Columns.Count > 0 ? _net.Columns[input].Missing : null)
                ?? throw new DataException(
                    $"{_table.Place(row.Line, place)}: there is no value, and the model was trained on none that lack it.");
        }

        return _categories[input] is { } categories
            ? throw new DataException($"{_table.Place(row.Line, place)}: "
                + $"'{field}' is none of {string.Join(", ", categories.Keys.Take(10))}{(categories.Count > 10 ? ", …" : "")}.")
            : (float)(
                _table.Numbers.Parse(field) ?? throw new DataException($"{_table.Place(row.Line, place)}: '{field}' is not a number."));
    }
}
