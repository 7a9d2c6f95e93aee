using FreeNets.Trainer.Data.Images;
using FreeNets.Trainer.Data.Recordings;
using FreeNets.Trainer.Data.Tables;

namespace FreeNets.Trainer.Data;

/// <summary>How data of one's own are read.</summary>
/// <param name="Target">The columns to predict, or null where none was given.</param>
/// <param name="Given">The options of this kind that were given, by name; some have no meaning for some data.</param>
public sealed record DataOptions(string? Target, IReadOnlyList<string> Given)
{
    /// <summary>How many parts of the data take turns to be tested with, before the training; 0 for none.</summary>
    public int Folds { get; init; }

    /// <summary>Whether to train on parts of the training samples first.</summary>
    public bool HasLearningCurve { get; init; }

    /// <summary>How a table is read, but for its targets.</summary>
    public required TableOptions Table { get; init; }

    /// <summary>How images are made inputs.</summary>
    public required ImageOptions Images { get; init; }

    /// <summary>How recordings are cut, or null where that was not given.</summary>
    public RecordingOptions? Recordings { get; init; }

    /// <summary>The part to hold out of data that cannot be tested with a table.</summary>
    /// <exception cref="DataException">A table was given.</exception>
    public Holding HoldingOf(string data) => Table.TestFile is { } file
        ? throw new DataException(
            $"--test {file}: --data {data} takes a part such as 0.2; a folder may have folders train and test instead.")
        : Table.Holding;

    /// <summary>The same, but with one of several folds to test with.</summary>
    public DataOptions WithFold(int number, int of) =>
        this with { Table = Table with { Holding = Table.Holding with { Fold = (number, of) } } };

    /// <summary>Refuses options that have no meaning for data of a kind.</summary>
    /// <param name="data">The data, for messages.</param>
    /// <param name="kind">What they are.</param>
    /// <param name="known">The options that have a meaning.</param>
    /// <exception cref="DataException">Another was given.</exception>
    public void Only(string data, string kind, params ReadOnlySpan<string> known)
    {
        foreach (var name in Given)
        {
            if (!known.Contains(name))
            {
                throw new DataException($"{name} has no meaning for {kind}, and --data {data} is that. Leave it out.");
            }
        }
    }
}
