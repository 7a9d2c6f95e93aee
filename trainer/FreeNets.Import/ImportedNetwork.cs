using FreeNets.Model;

namespace FreeNets.Import;

/// <summary>A network that another program made, as a FreeNet.</summary>
/// <param name="Net">The network, with check vectors.</param>
/// <param name="Inputs">What its inputs are in the file, in order.</param>
/// <param name="Outputs">What its outputs are in the file.</param>
/// <param name="Summary">What was read.</param>
public sealed record ImportedNetwork(
    FreeNet Net, EquatableArray<ImportedInput> Inputs, EquatableArray<ImportedOutput> Outputs, ImportSummary Summary);

/// <summary>An input of the file: a run of the network's inputs, row-major.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="First">The network's first input that belongs to it.</param>
/// <param name="Count">How many belong to it.</param>
/// <param name="Shape">The sizes of one sample.</param>
public sealed record ImportedInput(string Name, int First, int Count, EquatableArray<int> Shape);

/// <summary>An output of the file: a run of the network's outputs, or the class that they choose.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Spans">Runs of the network's outputs: of its values, one after the other; or of the scores of each of its classes.</param>
/// <param name="Order">
/// For each value, the element of the file's output, row-major, that it is; empty where they are in order. They are not where a softmax
/// runs over an axis that is not the last.
/// </param>
/// <param name="IsClass">True where the file gives, for each span, which score is the largest.</param>
/// <param name="Labels">What stands for each score; empty where classes count from 0.</param>
public sealed record ImportedOutput(
    string Name, EquatableArray<OutputSpan> Spans, EquatableArray<int> Order, bool IsClass, EquatableArray<string> Labels);

/// <summary>A run of a network's outputs.</summary>
/// <param name="First">The first.</param>
/// <param name="Count">How many.</param>
public readonly record struct OutputSpan(int First, int Count);

/// <summary>What was read, and what became of it.</summary>
public sealed record ImportSummary
{
    /// <summary>The program that wrote the file, as the file says; possibly empty.</summary>
    public required string Producer { get; init; }

    /// <summary>Nodes of the file.</summary>
    public required int Nodes { get; init; }

    /// <summary>Nodes that no output needs, and that were not looked at.</summary>
    public required int UnusedNodes { get; init; }

    /// <summary>Nodes that compute constants, which were computed once and for all.</summary>
    public required int FoldedNodes { get; init; }

    /// <summary>Nodes whose sums disappeared in those that read them.</summary>
    public required int MergedNodes { get; init; }

    /// <summary>Weights of the file that are 0, and so no edges.</summary>
    public required long Zeros { get; init; }

    /// <summary>The longest path of the network, in layers.</summary>
    public required int Layers { get; init; }

    /// <summary>True where dimension 0 of the inputs counts samples; false where all dimensions are features of one.</summary>
    public required bool RowsAreSamples { get; init; }

    /// <summary>The largest difference between the file's own arithmetic in float64 and the network's, on random inputs.</summary>
    public double LargestDifference { get; init; }
}
