using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;
using FreeNets.Trainer.Plans;
using FreeNets.Trainer.Terminal;

namespace FreeNets.Trainer.Sweeps;

/// <summary>What <c>freenets sweep</c> does.</summary>
/// <param name="settings">Its options.</param>
/// <param name="program">What a run starts.</param>
/// <param name="report">Where it tells how it goes.</param>
internal sealed class Sweep(SweepSettings settings, TrainProgram program, SweepReport report)
{
    private readonly RunsFolder _folder = new(settings.Runs);

    /// <summary>Runs what the plan has and the folder has not.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    /// <exception cref="SweepException">The plan, the folder or the scheduler cannot be used.</exception>
    /// <exception cref="DataException">A data set is neither here nor can it be fetched.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var file = PlanFile.Find(settings.Plan);
        var runs = file.Plan.Runs();
        using var held = _folder.Lock();
        var slurm = settings.On == SweepEngine.Slurm ? new Slurm(_folder, program, settings) : null;
        if (slurm is not null)
        {
            await slurm.WaitForEarlierAsync(report.Line, cancellation);
        }

        var byState = runs.ToLookup(IsFinished);
        var left = byState[false].ToArray();
        RefuseConflicts(byState[true]);
        FetchData(left, cancellation);
        _folder.Clean();
        _folder.WritePlan(file.Text);
        report.Start(file.Name, _folder.Path, runs.Count, runs.Count - left.Length);

        var interrupted = false;
        try
        {
            await report.TrackAsync(() => slurm is null
                ? new RunsHere(NewProcess(), settings.Jobs ?? Environment.ProcessorCount).RunAsync(left, Tell, cancellation)
                : RunOnSlurmAsync(slurm, left, runs, cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            interrupted = true;
        }

        _folder.Clean();
        report.End(interrupted);
        return interrupted ? ExitCode.Interrupted : report.AnyFailed ? ExitCode.Failure : ExitCode.Success;
    }

    /// <summary>Runs one run of the plan, by its index: what a task of a job array does.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<int> RunOnlyAsync(int index, CancellationToken cancellation)
    {
        var runs = PlanFile.Find(settings.Plan).Plan.Runs();
        if (index >= runs.Count)
        {
            throw new SweepException($"--only {index}: the plan has {runs.Count} runs, from 0 to {runs.Count - 1}.");
        }

        report.Start(settings.Plan, _folder.Path, 1, 0);
        try
        {
            var outcome = await NewProcess().ExecuteAsync(runs[index], cancellation);
            Tell(outcome);
            return outcome.Error is null ? ExitCode.Success : ExitCode.Failure;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    private RunProcess NewProcess() => new(_folder, program, settings.DataRoot);

    private void Tell(RunOutcome outcome) =>
        report.Run(outcome, outcome.Error is null ? RunLog.End(_folder.LogOf(outcome.Run)) : null);

    // Two jobs: runs that are given the edges of others come after them.
    private async Task RunOnSlurmAsync(
        Slurm slurm, IReadOnlyList<PlannedRun> left, IReadOnlyList<PlannedRun> all, CancellationToken cancellation)
    {
        PlannedRun[][] jobs =
            [[.. left.Where(static run => run.EdgesFrom is null)], [.. left.Where(static run => run.EdgesFrom is not null)]];
        foreach (var job in jobs.Where(static job => job.Length > 0))
        {
            await slurm.RunAsync(job, all, Tell, report.Line, cancellation);
        }
    }

    /// <summary>Whether a run need not be run: reads its files, and tells where they are damaged.</summary>
    private bool IsFinished(PlannedRun run)
    {
        if (!_folder.HasEnded(run))
        {
            return false;
        }

        var damage = _folder.DamageOf(run);
        if (damage is not null)
        {
            report.Line($"{run.Key}: was finished, but is damaged, and runs again: {damage}");
        }

        return damage is null;
    }

    private void RefuseConflicts(IEnumerable<PlannedRun> finished)
    {
        var conflicts = finished.Select(_folder.ConflictOf).OfType<string>().ToArray();
        if (conflicts.Length > 0)
        {
            var more = conflicts.Length > 1 ? $" So do {conflicts.Length - 1} more runs." : "";
            throw new SweepException($"{conflicts[0]}{more} Nothing was begun.");
        }
    }

    // Once, here: runs side by side would fetch the same set, and fail one by one where it cannot be had.
    private void FetchData(IEnumerable<PlannedRun> runs, CancellationToken cancellation)
    {
        var folders = DataFolders.Here(settings.DataRoot);
        foreach (var set in runs.Select(static run => run.Set).Distinct())
        {
            if (set != NamedSets.Digits && folders.Find(set) is null && folders.FindFile(set) is null)
            {
                DataSets.Load(set, settings.DataRoot, report.Console, cancellation);
            }
        }
    }
}
