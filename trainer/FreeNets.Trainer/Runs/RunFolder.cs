using FreeNets.Trainer.Plans;

namespace FreeNets.Trainer.Runs;

/// <summary>A run that gives the report nothing.</summary>
/// <param name="Key">Its folder.</param>
/// <param name="Reason">Why, in words.</param>
internal sealed record Gap(string Key, string Reason);

/// <summary>A folder of runs, as <c>freenets sweep</c> leaves it.</summary>
/// <param name="Name">The folder's own name.</param>
/// <param name="Plan">The plan of the last sweep into it, or null where there is none that can be read.</param>
/// <param name="Runs">Every finished run, ordered by key.</param>
/// <param name="Gaps">Every other one that is there or that the plan asks for.</param>
internal sealed record RunFolder(string Name, Plan? Plan, IReadOnlyList<RunLog> Runs, IReadOnlyList<Gap> Gaps)
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

        var plan = ReadPlan(Path.Combine(path, "plan.json"), gaps);
        var known = runs.Select(static run => run.Key).Concat(gaps.Select(static gap => gap.Key)).ToHashSet(StringComparer.Ordinal);
        gaps.AddRange((plan?.Runs() ?? []).Where(run => !known.Contains(run.Key)).Select(static run => new Gap(run.Key, "not run")));
        return new RunFolder(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))), plan, runs, gaps);
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

    private static Plan? ReadPlan(string path, List<Gap> gaps)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return PlanFile.Read(path).Plan;
        }
        catch (SweepException)
        {
            gaps.Add(new Gap(Path.GetFileName(path), "cannot be read as a plan, so runs that were never begun are not known"));
            return null;
        }
    }
}
