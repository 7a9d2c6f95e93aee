using System.Security.Cryptography;
using System.Text;
using FreeNets.Trainer.Plans;

namespace FreeNets.Trainer.Sweeps;

/// <summary>
/// Carries out runs as one job array of a Slurm cluster, whose nodes see the folder of runs, the data and this program under the same
/// paths. The job's name follows from the folder, so that a sweep finds the job of an earlier one that was killed.
/// </summary>
internal sealed class Slurm(RunsFolder folder, TrainProgram program, SweepSettings settings)
{
    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(10);

    private readonly string _name = "freenets-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder.Path)))[..16];

    /// <summary>Waits until the job of an earlier sweep on this folder has ended, if there is one.</summary>
    /// <exception cref="SweepException">Slurm does not answer.</exception>
    public async Task WaitForEarlierAsync(Action<string> line, CancellationToken cancellation)
    {
        if (await IsActiveAsync(cancellation))
        {
            line($"waiting for the job {_name}, which an earlier sweep submitted (scancel --name={_name} ends it)");
            await WaitAsync(static () => { }, cancellation);
        }
    }

    /// <summary>Submits runs, waits for them, and tells how each ended.</summary>
    /// <param name="left">The runs to do.</param>
    /// <param name="all">All runs of the plan, by index.</param>
    /// <param name="tell">Takes the outcome of a run.</param>
    /// <param name="line">Takes lines for people.</param>
    /// <param name="cancellation">Cancels the job.</param>
    /// <exception cref="SweepException">Slurm refuses the job, or does not answer.</exception>
    public async Task RunAsync(
        IReadOnlyList<PlannedRun> left, IReadOnlyList<PlannedRun> all, Action<RunOutcome> tell, Action<string> line,
        CancellationToken cancellation)
    {
        var indices = all.Select(static (run, index) => (run.Key, index)).ToDictionary(static pair => pair.Key, static pair => pair.index);
        foreach (var run in left)
        {
            folder.ForgetFailure(run);
        }

        var job = await SubmitAsync([.. left.Select(run => indices[run.Key])], cancellation);
        line($"submitted job {job}, an array of {left.Count} tasks; output of tasks: {folder.TaskOutput("INDEX")}");
        var waiting = left.ToList();
        try
        {
            await WaitAsync(TellEnded, cancellation);
        }
        catch (OperationCanceledException)
        {
            await ProcessCall.RunAsync("scancel", [job], CancellationToken.None);
            throw;
        }

        TellEnded();
        foreach (var run in waiting)
        {
            var output = folder.TaskOutput($"{indices[run.Key]}");
            var tail = File.Exists(output) ? string.Join('\n', File.ReadLines(output).TakeLast(20)) : "nothing";
            tell(new RunOutcome(run, $"its task left no result. It wrote:\n{tail}", TimeSpan.Zero));
        }

        void TellEnded()
        {
            foreach (var run in waiting.ToArray())
            {
                var error = folder.ErrorOf(run);
                if (error is not null || folder.HasEnded(run))
                {
                    waiting.Remove(run);
                    tell(new RunOutcome(run, error, TimeSpan.Zero));
                }
            }
        }
    }

    private async Task<string> SubmitAsync(int[] indices, CancellationToken cancellation)
    {
        var limit = settings.Jobs is { } jobs ? $"%{jobs}" : "";
        string[] task =
        [
            program.File, .. program.Arguments, "sweep", folder.Plan, "--runs", folder.Path,
            .. settings.DataRoot is { } root ? new[] { "--data-root", Path.GetFullPath(root) } : [],
        ];
        var script = $"#!/bin/sh\nexec {string.Join(' ', task.Select(Quote))} --only \"$SLURM_ARRAY_TASK_ID\"\n";
        string[] options =
        [
            "--parsable", $"--job-name={_name}", $"--array={Ranges(indices)}{limit}", "--cpus-per-task=1",
            $"--chdir={folder.Path}", $"--output={folder.TaskOutput("%a")}",
        ];
        var sbatch = await ProcessCall.RunAsync("sbatch", options, cancellation, script);
        return sbatch.ExitCode == 0
            ? sbatch.Output.Trim().Split(';')[0]
            : throw new SweepException($"sbatch refused the job (exit code {sbatch.ExitCode}): {sbatch.Error.Trim()}");
    }

    /// <summary>Waits until no task of the job is left, calling <paramref name="look"/> now and then.</summary>
    private async Task WaitAsync(Action look, CancellationToken cancellation)
    {
        var wait = s_firstWait;
        do
        {
            await Task.Delay(wait, cancellation);
            wait = wait * 1.2 < s_longestWait ? wait * 1.2 : s_longestWait;
            look();
        }
        while (await IsActiveAsync(cancellation));
    }

    private async Task<bool> IsActiveAsync(CancellationToken cancellation)
    {
        // A controller may be away for a moment, to be restarted.
        for (var patience = 30; ; patience--)
        {
            var squeue = await ProcessCall.RunAsync("squeue", ["--noheader", $"--name={_name}", "--format=%i"], cancellation);
            if (squeue.ExitCode == 0)
            {
                return !string.IsNullOrWhiteSpace(squeue.Output);
            }
            if (patience == 0)
            {
                throw new SweepException($"squeue does not answer (exit code {squeue.ExitCode}): {squeue.Error.Trim()} "
                    + "The same command waits for the job again.");
            }

            await Task.Delay(s_longestWait, cancellation);
        }
    }

    /// <summary>0, 1, 2, 5 → "0-2,5".</summary>
    internal static string Ranges(IEnumerable<int> indices)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var index in indices.Order())
        {
            if (ranges is [.., var (first, last)] && last + 1 == index)
            {
                ranges[^1] = (first, index);
            }
            else
            {
                ranges.Add((index, index));
            }
        }

        return string.Join(',', ranges.Select(static r => r.First == r.Last ? $"{r.First}" : $"{r.First}-{r.Last}"));
    }

    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
