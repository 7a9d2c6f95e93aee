namespace FreeNets.Import;

/// <summary>How a file is read.</summary>
public sealed record ImportOptions
{
    /// <summary>The outputs to import, by name; none for all.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>What dimension 0 of the inputs means.</summary>
    public BatchMeaning Batch { get; init; }

    /// <summary>
    /// The fraction of inputs that are not 0 in the user's data, from 0 to 1, which the model keeps as provenance.inputDensity; null where
    /// that is not known.
    /// </summary>
    public double? Density { get; init; }

    /// <summary>For <c>.nnet</c>: inputs are normalised already and outputs stay so, without the file's limits and scaling.</summary>
    public bool IsRaw { get; init; }

    /// <summary>For <c>.out</c>, which does not say it: how many of the last neurons are outputs; null for one.</summary>
    public int? OutputCount { get; init; }

    /// <summary>
    /// For <c>.safetensors</c>: the JSON file that says in which layers the tensors are; null for the same name with .json.
    /// </summary>
    public string? Layers { get; init; }
}
