namespace FreeNets.Trainer.Data.Tables;

/// <summary>What a column holds.</summary>
public enum ColumnKind
{
    /// <summary>Numbers, which are standardised.</summary>
    Number,

    /// <summary>One of several words, or of numbers that are names: as many inputs while the network is trained, one afterwards.</summary>
    Category,

    /// <summary>Words with an order: each is the number of its place.</summary>
    Ordered,

    /// <summary>Nothing to learn from: no input.</summary>
    Drop,
}

/// <summary>What a column holds, as <c>--types</c> says it.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Order">The words of <see cref="ColumnKind.Ordered"/>, smallest first; otherwise empty.</param>
public sealed record ColumnType(ColumnKind Kind, IReadOnlyList<string> Order)
{
    /// <summary>What <c>--types</c> takes.</summary>
    public const string Syntax = "number, category, drop, or words in order, smallest first, as low<medium<high";

    /// <summary>The type in words of the command line; null where there is none.</summary>
    public static ColumnType? Parse(string text)
    {
        var order = text.Split('<', StringSplitOptions.TrimEntries);
        return text switch
        {
            "number" => new(ColumnKind.Number, []),
            "category" => new(ColumnKind.Category, []),
            "drop" => new(ColumnKind.Drop, []),
            _ => order.Length > 1 && order.All(static word => word.Length > 0) && order.Distinct().Count() == order.Length
                ? new(ColumnKind.Ordered, order)
                : null,
        };
    }
}
