namespace FreeNets.Trainer.Plans;

/// <summary>A plan, a folder of runs or a scheduler that cannot be used; the message says why, and what to do.</summary>
public sealed class SweepException : Exception
{
    /// <inheritdoc cref="SweepException"/>
    public SweepException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="SweepException"/>
    public SweepException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
