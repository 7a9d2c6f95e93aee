namespace FreeNets.Trainer.Explain;

/// <summary>A table of the explained plan: text and page show the same.</summary>
/// <param name="Id">Its anchor on a page.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Note">How to read it; may be empty.</param>
/// <param name="Head">The columns' names; those that begin with <c>#</c> hold numbers.</param>
/// <param name="Rows">Cells, as many a row as columns.</param>
internal sealed record PlanTable(
    string Id, string Title, string Note, IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Whether a column holds numbers.</summary>
    public bool IsNumber(int column) => Head[column].StartsWith('#');

    /// <summary>A column's name.</summary>
    public string NameOf(int column) => Head[column].TrimStart('#');
}
