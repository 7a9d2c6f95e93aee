using FreeNets.Trainer.Plans;

namespace FreeNets.Trainer.Sweeps;

/// <summary>How a run ended.</summary>
/// <param name="Run">Which one.</param>
/// <param name="Error">Why it failed, or null.</param>
/// <param name="Time">How long it took; zero where it was not this sweep that ran it.</param>
internal sealed record RunOutcome(PlannedRun Run, string? Error, TimeSpan Time);
