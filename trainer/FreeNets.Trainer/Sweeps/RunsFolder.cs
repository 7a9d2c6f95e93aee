using System.Text.Json;
using FreeNets.Model;
using FreeNets.Trainer.Plans;

namespace FreeNets.Trainer.Sweeps;

/// <summary>
/// A folder of runs. A finished run is a folder of its key with <c>log.jsonl</c>, <c>model.fnet</c> and <c>run.json</c>, which appears
/// whole, by one rename; a failed one has <c>error.txt</c> alone. What is not finished lies in <c>.unfinished</c>.
/// </summary>
/// <param name="path">The folder, which need not exist.</param>
internal sealed class RunsFolder(string path)
{
    public const string LogName = "log.jsonl";
    public const string ModelName = "model.fnet";
    private const string OptionsName = "run.json";
    public const string ErrorName = "error.txt";
    private const string LockExtension = ".lock";

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The plan of the last sweep.</summary>
    public string Plan => In("plan.json");

    private string Unfinished => In(".unfinished");

    /// <summary>Keeps other sweeps off this folder until disposed, or until this process ends in whatever way.</summary>
    /// <exception cref="SweepException">Another sweep has it, or it cannot be written to.</exception>
    public IDisposable Lock()
    {
        try
        {
            Directory.CreateDirectory(Path);
            return FileLock.TryTake(In("sweep.lock"))
                ?? throw new SweepException($"{Path}: another sweep is at work in this folder. Wait for it, or give another --runs.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SweepException($"{Path}: cannot be written to. {e.Message} Give another --runs.", e);
        }
    }

    /// <summary>Writes the plan beside its runs.</summary>
    public void WritePlan(string text) => AtomicFile.Write(Plan, text);

    /// <summary>Removes what processes left that no longer live.</summary>
    public void Clean()
    {
        foreach (var file in Directory.EnumerateFiles(Path, $"plan.json.*{AtomicFile.Extension}"))
        {
            File.Delete(file);
        }

        // The folder itself stays: a task of a cluster may be about to use it.
        Directory.CreateDirectory(Unfinished);
        foreach (var entry in Directory.GetFileSystemEntries(Unfinished))
        {
            var name = entry.EndsWith(LockExtension, StringComparison.Ordinal) ? entry[..^LockExtension.Length] : entry;
            using var held = FileLock.TryTake(name + LockExtension);
            if (held is not null)
            {
                Delete(name);
                File.Delete(held.Name);
            }
        }
    }

    /// <summary>Whether the run ended well: by what is in its folder, without a look into the files.</summary>
    /// <remarks>The folder of a failed run is empty for a moment.</remarks>
    public bool HasEnded(PlannedRun run) =>
        Directory.Exists(In(run.Key)) && Directory.EnumerateFileSystemEntries(In(run.Key)).Any() && !File.Exists(ErrorFileOf(run));

    /// <summary>What is wrong with the files of a run that has ended, all of which are read; null where nothing is.</summary>
    public string? DamageOf(PlannedRun run)
    {
        if (RunLog.End(LogOf(run)) is null)
        {
            return $"{LogName} has no last line of a finished run";
        }

        try
        {
            FnetFile.Load(System.IO.Path.Combine(In(run.Key), ModelName));
            return null;
        }
        catch (FnetException e)
        {
            return e.Message;
        }
    }

    /// <summary>Its JSON lines, once it is finished.</summary>
    public string LogOf(PlannedRun run) => System.IO.Path.Combine(In(run.Key), LogName);

    /// <summary>Why it failed, or null.</summary>
    public string? ErrorOf(PlannedRun run)
    {
        var file = ErrorFileOf(run);
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }

    /// <summary>Why the finished run under the key of <paramref name="run"/> is not that run, or null when it is.</summary>
    public string? ConflictOf(PlannedRun run)
    {
        var file = System.IO.Path.Combine(In(run.Key), OptionsName);
        var remedy = $"Give another --runs, or remove {In(run.Key)} to have it run again";
        try
        {
            var recorded = JsonSerializer.Deserialize<string[]>(File.ReadAllText(file)) ?? [];
            return recorded.SequenceEqual(run.Options)
                ? null
                : $"{In(run.Key)}: ran with {string.Join(' ', recorded)}, and the plan says {string.Join(' ', run.Options)}. {remedy}.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return $"{file}: does not tell which options the finished run had. {e.Message} {remedy}.";
        }
    }

    /// <summary>Begins a run in a folder of its own, or returns null while another process is at it.</summary>
    public RunInProgress? Begin(PlannedRun run)
    {
        var scratch = System.IO.Path.Combine(Unfinished, run.Key);
        Directory.CreateDirectory(Unfinished);
        if (FileLock.TryTake(scratch + LockExtension) is not { } held)
        {
            return null;
        }

        Delete(scratch);
        ForgetFailure(run);
        Directory.CreateDirectory(scratch);
        AtomicFile.Write(System.IO.Path.Combine(scratch, OptionsName), JsonSerializer.Serialize(run.Options) + "\n");
        return new RunInProgress(scratch, In(run.Key), held);
    }

    /// <summary>Removes the trace of an earlier failure, or of a finished run that was damaged since.</summary>
    /// <exception cref="IOException">There are files in its folder that no run writes.</exception>
    public void ForgetFailure(PlannedRun run)
    {
        var folder = In(run.Key);
        if (!Directory.Exists(folder) || (HasEnded(run) && DamageOf(run) is null))
        {
            return;
        }

        foreach (var name in (string[])[ErrorName, LogName, ModelName, OptionsName])
        {
            File.Delete(System.IO.Path.Combine(folder, name));
        }

        // Not recursive: what else lies there is not ours.
        if (Directory.EnumerateFileSystemEntries(folder).FirstOrDefault() is { } other)
        {
            throw new IOException($"{other}: is not a file of a run. Move it elsewhere, so that the run can be done again.");
        }

        Directory.Delete(folder);
    }

    private string ErrorFileOf(PlannedRun run) => System.IO.Path.Combine(In(run.Key), ErrorName);

    /// <summary>A file in which a task of a scheduler tells what went wrong before its run began.</summary>
    public string TaskOutput(string index) => System.IO.Path.Combine(Unfinished, $"task-{index}.txt");

    /// <summary>Deletes a file or folder, if it is there.</summary>
    /// <remarks>A run whose sweep was killed may still write to it, in the moment before it ends too.</remarks>
    internal static void Delete(string path)
    {
        for (var patience = 50; ; patience--)
        {
            try
            {
                if (Directory.Exists(path))
                {
                    Directory.Delete(path, recursive: true);
                }

                File.Delete(path);

                return;
            }
            catch (IOException) when (patience > 0)
            {
                Thread.Sleep(20);
            }
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
