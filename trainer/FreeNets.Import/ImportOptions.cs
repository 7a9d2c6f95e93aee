namespace FreeNets.Import;

/// <summary>How a file is read.</summary>
public sealed record ImportOptions
{
    /// <summary>The outputs to import, by name; none for all.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>What dimension 0 of the inputs means.</summary>
    public BatchMeaning Batch { get; init; }
}
