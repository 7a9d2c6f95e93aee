using FreeNets.Trainer.Data.Tables;

namespace FreeNets.Trainer.Data;

/// <summary>How data of one's own are read.</summary>
/// <param name="Target">The columns to predict, or null where none was given.</param>
/// <param name="Given">The options of this kind that were given, by name; some have no meaning for some data.</param>
public sealed record DataOptions(string? Target, IReadOnlyList<string> Given)
{
    /// <summary>How a table is read, but for its targets.</summary>
    public required TableOptions Table { get; init; }
}
