using FreeNets.Trainer.Plans;

namespace FreeNets.Trainer.Sweeps;

/// <summary>Carries out runs on this machine, in their order but for those that wait for the edges of another.</summary>
/// <param name="process">Carries out one.</param>
/// <param name="jobs">How many at once.</param>
internal sealed class RunsHere(RunProcess process, int jobs)
{
    /// <summary>Runs them all, and tells how each ended.</summary>
    /// <exception cref="OperationCanceledException">They were cancelled, and have ended.</exception>
    public async Task RunAsync(IReadOnlyList<PlannedRun> runs, Action<RunOutcome> tell, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var waiting = runs.ToList();
        var unfinished = runs.Select(static run => run.Key).ToHashSet();
        var running = new List<Task<RunOutcome>>();
        try
        {
            while (unfinished.Count > 0)
            {
                while (running.Count < jobs && waiting.Find(IsReady) is { } next)
                {
                    waiting.Remove(next);
                    running.Add(process.ExecuteAsync(next, stop.Token));
                }

                var ended = await Task.WhenAny(running);
                running.Remove(ended);
                var outcome = await ended;
                unfinished.Remove(outcome.Run.Key);
                tell(outcome);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(running.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        bool IsReady(PlannedRun run) => run.EdgesFrom is not { } source || !unfinished.Contains(source.Key);
    }
}
