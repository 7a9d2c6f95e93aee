using FreeNets.Trainer.Data.Tables;

namespace FreeNets.Trainer.Data.Recordings;

/// <summary>Rows of a sensor, one after the other, all of one label.</summary>
/// <param name="Source">Where it comes from, for messages.</param>
/// <param name="Label">The number of its label.</param>
/// <param name="Values">[rows, channels].</param>
internal sealed record Recording(string Source, int Label, float[] Values)
{
    /// <summary>Reads a file that is one recording.</summary>
    /// <param name="path">A CSV file of numbers.</param>
    /// <param name="label">Its label.</param>
    /// <param name="channels">The columns that it must have, or null for those that it has.</param>
    /// <exception cref="DataException">It is not a table of numbers, or has other columns.</exception>
    public static (Recording Recording, IReadOnlyList<string> Channels) Read(string path, int label, IReadOnlyList<string>? channels)
    {
        var table = CsvTable.Open(path);
        channels ??= table.Names;
        if (!channels.SequenceEqual(table.Names))
        {
            throw new DataException($"{path}: its columns are {string.Join(", ", table.Names)}, "
                + $"and those of the recordings before it {string.Join(", ", channels)}. "
                + "Give all recordings the same columns, in the same order.");
        }

        var values = new List<float>();
        foreach (var row in table.Rows())
        {
            for (var i = 0; i < channels.Count; i++)
            {
                values.Add(NumberOf(table, row, i));
            }
        }

        return (new Recording(path, label, [.. values]), channels);
    }

    /// <summary>Reads a table of which one column is the label: each run of rows with the same label is a recording.</summary>
    /// <param name="table">The table.</param>
    /// <param name="target">The column of the label.</param>
    /// <param name="labels">The labels, in the order in which they come; to be filled.</param>
    /// <exception cref="DataException">Another column holds what is not a number.</exception>
    public static IEnumerable<Recording> Runs(CsvTable table, int target, List<string> labels)
    {
        var (values, current, from) = (new List<float>(), -1, 0L);
        foreach (var row in table.Rows())
        {
            var text = row.Fields[target];
            if (NumberText.IsMissing(text))
            {
                throw new DataException($"{table.Place(row.Line, target)}: the row has no label. Fill it in.");
            }

            var label = labels.IndexOf(text) is >= 0 and var known ? known : labels.Count;
            if (label == labels.Count)
            {
                labels.Add(text);
            }

            if (label != current && current >= 0)
            {
                yield return new Recording($"{table.Path}, from line {from}", current, [.. values]);
                values.Clear();
            }

            (current, from) = (label, label == current ? from : row.Line);
            values.AddRange(
                Enumerable.Range(0, row.Fields.Length).Where(column => column != target).Select(column => NumberOf(table, row, column)));
        }

        if (current >= 0)
        {
            yield return new Recording($"{table.Path}, from line {from}", current, [.. values]);
        }
    }

    private static float NumberOf(CsvTable table, CsvRow row, int column) =>
        table.Numbers.Parse(row.Fields[column]) is { } number && float.IsFinite((float)number)
            ? (float)number
            : throw new DataException($"{table.Place(row.Line, column)}: '{row.Fields[column]}' is no finite number, "
                + "and a recording has one in every field. Fill it in, or cut the recording there.");
}
