using System.Text;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Tables;

namespace FreeNets.Trainer.Tests.Data.Tables;

/// <summary>Tables that tests write, and what is said of them.</summary>
internal sealed class TableFile : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>What the loading told.</summary>
    public List<string> Told { get; } = [];

    public string Write(string text, string name = "table.csv", Encoding? encoding = null) =>
        _folder.Write(
            name, [.. (encoding ?? new UTF8Encoding(false)).GetPreamble(), .. (encoding ?? new UTF8Encoding(false)).GetBytes(text)]);

    public TrainingData Load(string text, string target, Func<TableOptions, TableOptions>? change = null)
    {
        var options = new TableOptions { Targets = target.Split(',') };
        return TableData.Load(Write(text), change?.Invoke(options) ?? options, Told.Add);
    }

    /// <summary>The text of the error that a table gives.</summary>
    public string Fault(string text, string target, Func<TableOptions, TableOptions>? change = null) =>
        Assert.Throws<DataException>(() => Load(text, target, change)).Message;

    /// <summary>A table with the columns x and y, a row for each of some numbers.</summary>
    public static string Rows(string header, int count, Func<int, string> row) =>
        $"{header}\n{string.Concat(Enumerable.Range(0, count).Select(n => row(n) + "\n"))}";

    public void Dispose() => _folder.Dispose();
}
