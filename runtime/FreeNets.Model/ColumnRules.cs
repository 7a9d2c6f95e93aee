using static FreeNets.Model.NetRules;

namespace FreeNets.Model;

/// <summary>What makes the names of the inputs valid.</summary>
internal static class ColumnRules
{
    public static NetFault? FirstFault(FreeNet net)
    {
        var columns = net.Columns;
        if (columns.Count == 0)
        {
            return null;
        }

        if (columns.Count != net.Inputs || columns.Count > FnetFormat.MaxColumns)
        {
            return new NetFault(
                FnetErrorKind.WrongLength,
                "columns",
                $"There are {columns.Count} columns for {net.Inputs} inputs; give one an input, up to {FnetFormat.MaxColumns}, or none.");
        }

        var (names, categories) = (new HashSet<string>(), 0);
        for (var i = 0; i < columns.Count; i++)
        {
            if (Column($"columns[{i}]", columns[i], names, ref categories) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static NetFault? Column(string field, InputColumn? column, HashSet<string> names, ref int categories)
    {
        if (column is null)
        {
            return Wrong(field, "It is null.");
        }

        categories += column.Categories.Count;
        return Text($"{field}.name", column.Name, 1, FnetFormat.MaxNameLength)
            ?? (names.Add(column.Name) ? null : Wrong($"{field}.name", "Another column has this name."))
            ?? (categories <= FnetFormat.MaxCategories
                ? null
                : Wrong($"{field}.categories", $"With these there are {categories} categories; "
                    + $"a network has at most {FnetFormat.MaxCategories}."))
            ?? Categories($"{field}.categories", column.Categories)
            ?? (
                column.Missing is { } value && (float.IsNaN(value) || float.IsInfinity(value))
                    ? Wrong($"{field}.missing", "It is not finite.")
                    : null);
    }

    private static NetFault? Categories(string field, EquatableArray<string> categories)
    {
        var names = new HashSet<string>();
        for (var i = 0; i < categories.Count; i++)
        {
            var fault = Text($"{field}[{i}]", categories[i], 1, FnetFormat.MaxLabelLength)
                ?? (names.Add(categories[i]) ? null : Wrong($"{field}[{i}]", "Another category of the column has this name."));
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }
}
