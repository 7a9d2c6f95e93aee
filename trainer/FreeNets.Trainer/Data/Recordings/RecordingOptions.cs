namespace FreeNets.Trainer.Data.Recordings;

/// <summary>How recordings are cut into samples.</summary>
/// <param name="Rows">Rows of a window, at least 1.</param>
/// <param name="Stride">Rows from one window to the next, at least 1.</param>
public sealed record RecordingOptions(int Rows, int Stride);
