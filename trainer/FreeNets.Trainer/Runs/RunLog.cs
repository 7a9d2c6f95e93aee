using FreeNets.Model;

namespace FreeNets.Trainer.Runs;

/// <summary>What <c>log.jsonl</c> of one finished run says.</summary>
internal sealed record RunLog
{
    /// <summary>The run's folder, such as <c>mnist_k30_fcnn_s1</c>.</summary>
    public required string Key { get; init; }

    /// <summary>What was trained on what.</summary>
    public required RunStart Start { get; init; }

    /// <summary>At least one, in the order of training, over all rounds.</summary>
    public required IReadOnlyList<EpochLine> Epochs { get; init; }

    /// <summary>Updates of the graph between trainings; empty for a method that has none.</summary>
    public required IReadOnlyList<RoundLine> Rounds { get; init; }

    /// <summary>Updates of the graph while training, possibly summed over windows of steps.</summary>
    public required IReadOnlyList<UpdateLine> Updates { get; init; }

    /// <summary>NCAM, NCIM and NCG after the first measurement, or null when they were not asked for.</summary>
    public StatisticsLine? AtStart { get; init; }

    /// <summary>The same at the end of training.</summary>
    public StatisticsLine? AtEnd { get; init; }

    /// <summary>What came of it.</summary>
    public required EndLine End { get; init; }

    /// <summary>Test accuracy right after the last epoch, in percent. Never the best over epochs.</summary>
    public double Accuracy => 100 * Epochs[^1].TestAccuracy;
}

/// <summary>The first line of a log.</summary>
/// <param name="DataSet">The set's name.</param>
/// <param name="TrainImages">Images trained on.</param>
/// <param name="TestImages">Images tested on.</param>
/// <param name="Classes">Classes.</param>
/// <param name="Method">freeevolve, fcnn, ….</param>
/// <param name="Neurons">k.</param>
/// <param name="Budget">Live weights that the whole network may have, or null where nothing limits them.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Tool">What trained it, or null where the log does not say.</param>
/// <param name="Options">All options by name, as JSON texts.</param>
internal sealed record RunStart(
    string DataSet,
    long TrainImages,
    long TestImages,
    int Classes,
    string Method,
    int Neurons,
    long? Budget,
    long Seed,
    string? Tool,
    IReadOnlyDictionary<string, string> Options);

/// <summary>An epoch.</summary>
/// <param name="Loss">Mean over the epoch's steps.</param>
/// <param name="TrainAccuracy">In [0, 1].</param>
/// <param name="TestAccuracy">In [0, 1].</param>
/// <param name="Seconds">Wall time of its training.</param>
/// <param name="LiveEdges">Edges of G after it.</param>
internal sealed record EpochLine(double Loss, double TrainAccuracy, double TestAccuracy, double Seconds, long LiveEdges);

/// <summary>An update of the graph between two trainings.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Pruned">Edges that went.</param>
/// <param name="Added">Edges that came.</param>
/// <param name="LiveEdges">Edges after it.</param>
internal sealed record RoundLine(int Number, long Pruned, long Added, long LiveEdges);

/// <summary>One or several updates of the graph while training.</summary>
/// <param name="Step">Steps done by then.</param>
/// <param name="Pruned">Edges that went, summed.</param>
/// <param name="Added">Edges that came, summed.</param>
/// <param name="LiveEdges">Edges after it.</param>
internal sealed record UpdateLine(long Step, long Pruned, long Added, long LiveEdges);

/// <summary>What was measured on the neurons.</summary>
/// <param name="Neurons">k.</param>
/// <param name="Ncam">The strict lower triangle, row by row: k(k−1)/2 values in [0, 1].</param>
/// <param name="Ncim">The same of co-inactivations.</param>
/// <param name="Graph">The NCG then.</param>
internal sealed record StatisticsLine(int Neurons, IReadOnlyList<float> Ncam, IReadOnlyList<float> Ncim, Ncg Graph);

/// <summary>The last line of a log.</summary>
/// <param name="Ending">Why training ended, or null.</param>
/// <param name="Interrupted">Whether it was cut short.</param>
/// <param name="LiveEdges">Edges of the network.</param>
/// <param name="MaxEdges">k(k−1)/2, or 0 for a network without a cascade.</param>
/// <param name="MultiplyAdds">Of one evaluation.</param>
/// <param name="DenseMultiplyAdds">Of the FreeNet of the same sizes with every edge and weight.</param>
/// <param name="Parameters">Weights and biases, or null where the log does not say.</param>
/// <param name="Seconds">Wall time of the run.</param>
internal sealed record EndLine(
    string? Ending,
    bool Interrupted,
    long LiveEdges,
    long MaxEdges,
    long MultiplyAdds,
    long DenseMultiplyAdds,
    long? Parameters,
    double Seconds);
