using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using FreeNets.Model;

namespace FreeNets.Benchmarks.Wide;

/// <summary>A folder with table.csv, the rows that were measured, and table.md, the same for people.</summary>
internal sealed class TableFolder(string path)
{
    private static readonly CsvConfiguration s_csv = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    private string CsvPath => Path.Combine(path, "table.csv");

    /// <summary>The rows there are.</summary>
    /// <exception cref="InvalidDataException">The file is no such table.</exception>
    public IReadOnlyList<TableRow> Read()
    {
        if (!File.Exists(CsvPath))
        {
            return [];
        }

        try
        {
            using var text = new StreamReader(CsvPath);
            using var csv = new CsvReader(text, s_csv);
            return [.. csv.GetRecords<TableRow>()];
        }
        catch (CsvHelperException error)
        {
            throw new InvalidDataException(
                $"{CsvPath}: not a table of this program; delete it or choose another folder. {error.Message}", error);
        }
    }

    /// <summary>Puts the rows of a network in place of those that the folder has of it; all others stay.</summary>
    public void Merge(IReadOnlyList<TableRow> rows)
    {
        var measured = rows.Select(Network).ToHashSet();
        var all = Read().Where(row => !measured.Contains(Network(row))).Concat(rows)
            .OrderBy(static row => row.Neurons)
            .ThenByDescending(static row => row.Density)
            .ToArray();
        Directory.CreateDirectory(path);
        AtomicFile.Write(CsvPath, Csv(all));
        AtomicFile.Write(Path.Combine(path, "table.md"), TableText.Markdown(all));
    }

    private static (int Neurons, double Density) Network(TableRow row) => (row.Neurons, row.Density);

    private static string Csv(IReadOnlyList<TableRow> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var csv = new CsvWriter(text, s_csv);
        csv.WriteRecords(rows);
        csv.Flush();
        return text.ToString();
    }
}
