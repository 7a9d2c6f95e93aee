
namespace FreeNets.Trainer.Runs;

/// <summary>A log that cannot be used; the message names line and member.</summary>
internal sealed class RunLogException(string message) : Exception(message);
