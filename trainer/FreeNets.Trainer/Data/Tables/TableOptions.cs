namespace FreeNets.Trainer.Data.Tables;

/// <summary>What becomes of values that are missing.</summary>
public enum MissingValues
{
    /// <summary>
    /// A number becomes its column's median in the training rows, and an input of its own says so; a word becomes a category of its own.
    /// </summary>
    Median,

    /// <summary>Rows that lack a value are left out.</summary>
    Drop,
}

/// <summary>What is learnt.</summary>
public enum LearningTask
{
    /// <summary>One of several classes.</summary>
    Classification,

    /// <summary>Numbers.</summary>
    Regression,
}

/// <summary>How a table is read.</summary>
public sealed record TableOptions
{
    /// <summary>The columns to predict, at least one.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Types of columns, by name, that are not to be found from the values.</summary>
    public IReadOnlyDictionary<string, ColumnType> Types { get; init; } = new Dictionary<string, ColumnType>();

    /// <summary>What becomes of values that are missing.</summary>
    public MissingValues Missing { get; init; } = MissingValues.Median;

    /// <summary>What is learnt, or null to find it from the target.</summary>
    public LearningTask? Task { get; init; }

    /// <summary>The rows that are held out to test with.</summary>
    public Holding Holding { get; init; } = new(0.2, 1);

    /// <summary>A table of test rows instead, or null.</summary>
    public string? TestFile { get; init; }
}
