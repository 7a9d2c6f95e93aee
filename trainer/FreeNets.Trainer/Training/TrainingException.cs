namespace FreeNets.Trainer.Training;

/// <summary>Training cannot go on. The message is for users: what happened and the remedy.</summary>
public sealed class TrainingException : Exception
{
    /// <summary>An error with no message.</summary>
    public TrainingException()
    {
    }

    /// <summary>An error with a message for the user.</summary>
    public TrainingException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message for the user, and what caused it.</summary>
    public TrainingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
