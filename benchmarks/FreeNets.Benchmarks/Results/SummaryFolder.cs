using System.Text.Json;
using FreeNets.Model;

namespace FreeNets.Benchmarks.Results;

/// <summary>A folder with summary.json, the figures, and summary.md, the same figures for people with whatever else was measured.</summary>
internal sealed class SummaryFolder(string path)
{
    private const string Begin = "<!-- figures -->\n";
    private const string End = "<!-- /figures -->\n";

    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private string JsonPath => Path.Combine(path, "summary.json");

    private string MarkdownPath => Path.Combine(path, "summary.md");

    /// <summary>Reads a file of rows, such as summary.json itself.</summary>
    /// <exception cref="InvalidDataException">The file is no list of rows.</exception>
    public static IReadOnlyList<SummaryRow> Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<SummaryRow[]>(File.ReadAllText(file), s_json) ?? [];
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{file}: not a list of {{id, value, target, unit, command}}: {error.Message}", error);
        }
    }

    /// <summary>Puts rows into the summary: in place of those with the same id, new ones at its end. All else stays.</summary>
    public void Merge(IReadOnlyList<SummaryRow> rows)
    {
        var ids = rows.Select(static row => row.Id).ToHashSet();
        var old = ReadOwn();
        var merged = old.Select(row => rows.FirstOrDefault(other => other.Id == row.Id) ?? row)
            .Concat(rows.Where(row => old.All(other => other.Id != row.Id)))
            .ToArray();
        var text = File.Exists(MarkdownPath) ? File.ReadAllText(MarkdownPath) : Begin + End;
        Write(merged, WithFigures(text, merged));
    }

    /// <summary>Writes what <c>bench</c> measured; rows of other commands stay.</summary>
    /// <param name="rows">Its rows; ids that it could not measure are left out.</param>
    /// <param name="introduction">Markdown before the figures.</param>
    /// <param name="details">Markdown behind them.</param>
    public void Write(IReadOnlyList<SummaryRow> rows, string introduction, string details)
    {
        var others = ReadOwn().Where(static row => Target.OfBench.All(target => target.Id != row.Id));
        SummaryRow[] all = [.. rows, .. others];
        Write(all, WithFigures($"{introduction}\n{Begin}{End}\n{details}", all));
    }

    private IReadOnlyList<SummaryRow> ReadOwn() => File.Exists(JsonPath) ? Read(JsonPath) : [];

    private void Write(IReadOnlyList<SummaryRow> rows, string markdown)
    {
        Directory.CreateDirectory(path);
        AtomicFile.Write(JsonPath, JsonSerializer.Serialize(rows, s_json) + "\n");
        AtomicFile.Write(MarkdownPath, markdown);
    }

    private static string WithFigures(string markdown, IReadOnlyList<SummaryRow> rows)
    {
        var (begin, end) = (markdown.IndexOf(Begin, StringComparison.Ordinal), markdown.IndexOf(End, StringComparison.Ordinal));
        return begin < 0 || end < begin
            ? $"{Begin}{FiguresTable.Of(rows)}{End}\n{markdown}"
            : $"{markdown[..begin]}{Begin}{FiguresTable.Of(rows)}{markdown[end..]}";
    }
}
