namespace FreeNets.Trainer.Data.Tables;

/// <summary>The rows of a table as numbers: NaN for what is missing, the place of its category for a word.</summary>
/// <param name="Inputs">[count, columns of <see cref="TableSchema.Inputs"/>].</param>
/// <param name="Labels">The classes; empty where numbers are predicted.</param>
/// <param name="Targets">[count, targets]; empty where a class is.</param>
/// <param name="Dropped">Rows that were left out because they lack a value.</param>
internal sealed record TableRows(float[] Inputs, byte[] Labels, float[] Targets, int Dropped)
{
    /// <summary>Reads the rows of a table whose columns are those of the schema.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">Which columns, as what.</param>
    /// <param name="missing">What becomes of rows that lack an input.</param>
    /// <exception cref="DataException">A value does not fit the schema.</exception>
    public static TableRows Read(CsvTable table, TableSchema schema, MissingValues missing)
    {
        var inputs = schema.Inputs.Select(input => new Field(table, input)).ToArray();
        var targets = schema.Targets.Select(name => IndexOf(table, name)).ToArray();
        var classes = schema.Classes.Select(static (name, label) => (name, label))
            .ToDictionary(static pair => pair.name, static pair => (byte)pair.label);
        var (values, labels, numbers, dropped) = (new List<float>(), new List<byte>(), new List<float>(), 0);
        foreach (var row in table.Rows())
        {
            var lacks = targets.Any(target => NumberText.IsMissing(row.Fields[target]))
                || (missing == MissingValues.Drop && inputs.Any(input => NumberText.IsMissing(row.Fields[input.Column])));
            if (lacks)
            {
                dropped++;
                continue;
            }

            foreach (var input in inputs)
            {
                values.Add(input.Value(row));
            }

            foreach (var target in targets)
            {
                Wanted(row, target);
            }
        }

        return new TableRows([.. values], [.. labels], [.. numbers], dropped);

        void Wanted(CsvRow row, int target)
        {
            var text = row.Fields[target];
            if (classes.Count == 0)
            {
                numbers.Add(Number(table, row, target, text));
            }
            else if (classes.TryGetValue(text, out var label))
            {
                labels.Add(label);
            }
            else
            {
                throw new DataException($"{table.Place(row.Line, target)}: the class '{text}' is not among those of the training rows, "
                    + $"{string.Join(", ", classes.Keys)}. Correct it, or train on rows of it as well.");
            }
        }
    }

    private static int IndexOf(CsvTable table, string name) => table.Names.ToList().IndexOf(name) is >= 0 and var index
        ? index
        : throw new DataException(
            $"{table.Path}: there is no column '{name}', which the training table has. Give a table with the same columns.");

    private static float Number(CsvTable table, CsvRow row, int column, string text) =>
        table.Numbers.Parse(text) is not { } number
            ? throw new DataException($"{table.Place(row.Line, column)}: '{text}' is not a number. Correct it.")
            : float.IsFinite((float)number)
            ? (float)number
            : throw new DataException(
                $"{table.Place(row.Line, column)}: '{text}' is not a finite number of 32 bits. Correct it, or leave the field empty.");

    /// <summary>An input's column in one table.</summary>
    private sealed class Field
    {
        private readonly CsvTable _table;
        private readonly InputPlan _plan;
        private readonly Dictionary<string, int> _categories;

        public Field(CsvTable table, InputPlan plan)
        {
            (_table, _plan, Column) = (table, plan, IndexOf(table, plan.Name));
            _categories = plan.Categories.Select(static (name, i) => (name, i))
                .ToDictionary(static pair => pair.name, static pair => pair.i);
        }

        public int Column { get; }

        public float Value(CsvRow row)
        {
            var text = row.Fields[Column];
            if (NumberText.IsMissing(text))
            {
                return !_plan.HasMissing
                    ? throw new DataException($"{_table.Place(row.Line, Column)}: the value is missing, and no training row lacks it. "
                        + "Fill it in, or give --missing drop.")
                    : _plan.Kind == ColumnKind.Category ? _plan.Categories.Count - 1 : float.NaN;
            }

            return _plan.Kind == ColumnKind.Number ? Number(_table, row, Column, text)
                : _categories.TryGetValue(text, out var category) ? category
                : throw new DataException(
                    $"{_table.Place(row.Line, Column)}: the category '{text}' is not among those of the training rows, "
                    + $"{string.Join(", ", _plan.Categories)}. Correct it, or train on rows of it as well.");
        }
    }
}
