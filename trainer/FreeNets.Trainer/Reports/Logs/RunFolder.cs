using System.Text.Json;

namespace FreeNets.Trainer.Reports.Logs;

/// <summary>A run that gives the report nothing.</summary>
/// <param name="Key">Its folder.</param>
/// <param name="Reason">Why, in words.</param>
internal sealed record Gap(string Key, string Reason);

/// <summary>A folder of runs, as <c>freenets sweep</c> leaves it.</summary>
/// <param name="Name">The folder's own name.</param>
/// <param name="Plan">What the plan says it is for, or null where there is no <c>plan.json</c> or it does not say.</param>
/// <param name="HasPlan">Whether there is a <c>plan.json</c>.</param>
/// <param name="Runs">Every finished run, ordered by key.</param>
/// <param name="Gaps">Every other one.</param>
internal sealed record RunFolder(string Name, string? Plan, bool HasPlan, IReadOnlyList<RunLog> Runs, IReadOnlyList<Gap> Gaps)
{
    private const string LogName = "log.jsonl";
    private const string ErrorName = "error.txt";
    private const int MaxReason = 300;

    /// <summary>Reads a folder; a run that is damaged, failed or unfinished becomes a gap.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">The folder itself cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static RunFolder Read(string path)
    {
        var runs = new List<RunLog>();
        var gaps = new List<Gap>();
        foreach (var folder in Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal))
        {
            var key = Path.GetFileName(folder);
            if (key.StartsWith('.'))
            {
                // The sweep's own scratch folder.
                continue;
            }

            try
            {
                if (ReadRun(key, folder) is { } run)
                {
                    runs.Add(run);
                }
                else if (ReasonIn(folder) is { } reason)
                {
                    gaps.Add(new Gap(key, reason));
                }
            }
            catch (RunLogException e)
            {
                gaps.Add(new Gap(key, $"its {LogName} is damaged: {e.Message}"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                gaps.Add(new Gap(key, "its files cannot be read"));
            }
        }

        var plan = Path.Combine(path, "plan.json");
        return new RunFolder(Path.GetFileName(Path.GetFullPath(path).TrimEnd('/')), Description(plan), File.Exists(plan), runs, gaps);
    }

    private static RunLog? ReadRun(string key, string folder)
    {
        var log = Path.Combine(folder, LogName);
        if (!File.Exists(log))
        {
            return null;
        }

        using var stream = File.OpenRead(log);
        var run = RunLogReader.Read(key, stream);
        return run.End.Interrupted ? throw new RunLogException("the run was interrupted") : run;
    }

    private static string? ReasonIn(string folder)
    {
        var error = Path.Combine(folder, ErrorName);
        if (File.Exists(error))
        {
            using var reader = new StreamReader(error);
            var buffer = new char[MaxReason];
            var text = new string(buffer, 0, reader.ReadBlock(buffer)).Trim();
            var printable = text.Select(static c => char.IsControl(c) || char.IsSurrogate(c) || c >= '\ufffe' ? ' ' : c);
            return $"failed: {string.Concat(printable)}";
        }

        return "not finished";
    }

    private static string? Description(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream);
            return new LogLine(1, document.RootElement).OptionalText("description");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or RunLogException
            or InvalidOperationException)
        {
            return null;
        }
    }
}
