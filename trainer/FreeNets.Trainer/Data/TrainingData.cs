namespace FreeNets.Trainer.Data;

/// <summary>What a network is trained on and tested with.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Train">What weights and graph are learnt from.</param>
/// <param name="Test">What is measured on, and nothing else.</param>
/// <param name="OutputNames">One name an output: the classes, or the columns that are predicted.</param>
public sealed record TrainingData(string Name, Samples Train, Samples Test, IReadOnlyList<string> OutputNames)
{
    /// <summary>How raw inputs and targets are prepared; null for bytes, of which each is divided by 255.</summary>
    public Preparation? Preparation { get; init; }

    /// <summary>Whether they are somebody's own: their judgement is told in full.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Outputs of the network, at least 1.</summary>
    public int Outputs => OutputNames.Count;

    /// <summary>Whether numbers are predicted, and not a class.</summary>
    public bool IsRegression => Train.Targets.Length > 0;

    /// <summary>Inputs of the network while it is trained.</summary>
    public int TrainedInputs => Preparation?.Width ?? Train.Inputs;

    /// <summary>Images are data as they are.</summary>
    public static implicit operator TrainingData(DataSet data) =>
        new(data.Name, Samples.Of(data.Train), Samples.Of(data.Test), data.ClassNames);
}
