using System.ComponentModel;
using System.Diagnostics;
using FreeNets.Trainer.Plans;

namespace FreeNets.Trainer.Sweeps;

/// <summary>Carries out one run as a process of its own.</summary>
/// <param name="folder">Where the run goes.</param>
/// <param name="program">What is started.</param>
/// <param name="dataRoot"><c>--data-root</c>, or null.</param>
internal sealed class RunProcess(RunsFolder folder, TrainProgram program, string? dataRoot)
{
    private const int ErrorLines = 20;

    /// <summary>Runs it, unless it is finished already.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, and left no trace.</exception>
    public async Task<RunOutcome> ExecuteAsync(PlannedRun run, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var progress = folder.Begin(run);

            // Damaged files of it went when it began.
            if (folder.HasEnded(run) && (progress is not null || folder.DamageOf(run) is null))
            {
                return new RunOutcome(run, folder.ConflictOf(run), TimeSpan.Zero);
            }
            if (progress is null)
            {
                return new RunOutcome(run, "another process is at this run.", TimeSpan.Zero);
            }

            var error = await TrainAsync(run, progress.Folder, cancellation);
            if (error is null)
            {
                progress.Finish();
            }
            else
            {
                progress.Fail(error);
            }

            return new RunOutcome(run, error, Stopwatch.GetElapsedTime(start));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            return new RunOutcome(run, e.Message, Stopwatch.GetElapsedTime(start));
        }
    }

    /// <returns>Why it failed, or null.</returns>
    private async Task<string?> TrainAsync(PlannedRun run, string scratch, CancellationToken cancellation)
    {
        List<string> arguments =
            ["train", .. run.Options, "--threads", "1", "--statistics", "--json", "--output", RunsFolder.ModelName];
        if (dataRoot is not null)
        {
            arguments.AddRange(["--data-root", Path.GetFullPath(dataRoot)]);
        }
        if (run.EdgesFrom is { } source)
        {
            if (!folder.HasEnded(source) || RunLog.End(folder.LogOf(source)) is not { } end)
            {
                return $"it runs with as many edges as {source.Key} found, which is not finished.";
            }

            arguments.AddRange(["--edges", end.GetProperty("liveEdges").GetRawText()]);
        }

        var log = Path.Combine(scratch, RunsFolder.LogName);
        var (exitCode, errors) = await CallAsync(arguments, scratch, log, cancellation);
        return exitCode == 0 && RunLog.End(log) is not null
            ? null
            : $"freenets {string.Join(' ', arguments)}\nended with exit code {exitCode}"
                + (exitCode == 0 ? ", and without its last JSON line" : "") + $":\n{errors}";
    }

    private async Task<(int ExitCode, string Errors)> CallAsync(
        List<string> arguments, string scratch, string log, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var process = program.Start(scratch, arguments);
        using var kill = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var errors = LastLinesAsync(process.StandardError);
        using (var file = new FileStream(log, FileMode.CreateNew, FileAccess.Write))
        {
            await process.StandardOutput.BaseStream.CopyToAsync(file, CancellationToken.None);
            file.Flush(flushToDisk: true);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        return (process.ExitCode, await errors);
    }

    private static async Task<string> LastLinesAsync(StreamReader reader)
    {
        var lines = new Queue<string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Enqueue(line);
            if (lines.Count > ErrorLines)
            {
                lines.Dequeue();
            }
        }

        return string.Join('\n', lines);
    }
}
