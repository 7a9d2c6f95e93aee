namespace FreeNets.Trainer.Data.Tables;

/// <summary>A column that becomes an input.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Number, Category or Ordered.</param>
/// <param name="Categories">The words of Category and Ordered, in the order of their numbers; otherwise empty.</param>
/// <param name="HasMissing">Whether rows lack it.</param>
internal sealed record InputPlan(string Name, ColumnKind Kind, IReadOnlyList<string> Categories, bool HasMissing);

/// <summary>What is learnt from a table: which columns are inputs and as what, what is predicted.</summary>
/// <param name="Inputs">The inputs, in the order of the columns.</param>
/// <param name="Targets">The columns that are predicted.</param>
/// <param name="Classes">The classes, in order; empty where numbers are predicted.</param>
/// <param name="Remarks">What the user should know: columns left out, values that are missing.</param>
internal sealed record TableSchema(
    IReadOnlyList<InputPlan> Inputs, IReadOnlyList<string> Targets, IReadOnlyList<string> Classes, IReadOnlyList<string> Remarks)
{
    /// <summary>The category of values that are missing.</summary>
    public const string MissingCategory = "(missing)";

    /// <summary>Words of a column, at most; with more it is taken for names, unless <c>--types</c> says otherwise.</summary>
    public const int MostCategories = 64;

    /// <summary>Different integers of a target, at most, that are taken for classes.</summary>
    public const int MostNumberedClasses = 10;

    private const int MostClasses = 256;

    /// <summary>Judges columns by their values.</summary>
    /// <exception cref="DataException">The target or a type that was given does not fit them, or nothing is left to learn from.</exception>
    public static TableSchema Of(CsvTable table, TableOptions options, IReadOnlyList<ColumnSummary> columns)
    {
        CheckNamesOf(table, options);
        var targets = options.Targets.Select(name => IndexOf(table, name)).ToArray();
        var remarks = new List<string>();
        var classes = ClassesOf(table, options, columns, targets);
        var inputs = new List<InputPlan>();
        for (var i = 0; i < columns.Count; i++)
        {
            if (!targets.Contains(i) && InputOf(table, options, i, columns[i], remarks) is { } input)
            {
                inputs.Add(input);
            }
        }

        return inputs.Count > 0
            ? new TableSchema(inputs, options.Targets, classes, remarks)
            : throw new DataException($"{table.Path}: no column but the target can be learnt from. {string.Join(" ", remarks)}");
    }

    private static void CheckNamesOf(CsvTable table, TableOptions options)
    {
        foreach (var name in options.Targets.Concat(options.Types.Keys))
        {
            if (IndexOf(table, name) < 0)
            {
                throw new DataException($"{table.Path}: there is no column '{name}'. Its columns are {string.Join(", ", table.Names)}.");
            }
        }

        if (options.Targets.FirstOrDefault(options.Types.ContainsKey) is { } target)
        {
            throw new DataException(
                $"--types {target}: this is the target. Say what it is with --task classification or --task regression.");
        }
    }

    private static string[] ClassesOf(CsvTable table, TableOptions options, IReadOnlyList<ColumnSummary> columns, int[] targets)
    {
        foreach (var target in targets)
        {
            if (columns[target].Present == 0)
            {
                throw new DataException($"{table.Path}, column '{table.Names[target]}': no row has a value of the target. Fill it in, "
                    + "or give another --target.");
            }
        }

        var task = options.Task
            ?? (targets.Length > 1 || LooksLikeNumbers(columns[targets[0]]) ? LearningTask.Regression : LearningTask.Classification);
        if (task == LearningTask.Regression)
        {
            foreach (var target in targets)
            {
                if (columns[target].FirstWord is { } word)
                {
                    throw new DataException(
                        $"{table.Place(word.Line, target)}: '{word.Text}' is not a number, and numbers are to be predicted. "
                        + (targets.Length > 1 ? "Several targets are numbers; correct the value, "
                        + "or give one --target." : "Correct the value, or give --task classification."));
                }
            }

            return [];
        }

        return targets.Length == 1
            ? Distinguished(table, targets[0], columns[targets[0]])
            : throw new DataException(
                $"--target {string.Join(',', options.Targets)}: only numbers are predicted together. Give one column to classify by.");
    }

    private static bool LooksLikeNumbers(ColumnSummary column) =>
        column.IsNumeric && !(column.AreWhole && !column.HasMore && column.Values.Count <= MostNumberedClasses);

    private static string[] Distinguished(CsvTable table, int target, ColumnSummary column)
    {
        var name = table.Names[target];
        if (column.HasMore || column.Values.Count > MostClasses)
        {
            throw new DataException($"{table.Path}, column '{name}': more than {MostClasses} classes. "
                + (column.IsNumeric ? "Its values are numbers: give --task regression." : "Give another --target, or merge classes."));
        }

        if (column.Values.Count == 1)
        {
            throw new DataException(
                $"{table.Path}, column '{name}': every row is '{column.Values.Keys.First()}', so there is nothing to tell apart. "
                + "Add rows of another class, or give another --target.");
        }

        foreach (var alike in column.Values.GroupBy(static value => Plain(value.Key)).Where(static group => group.Count() > 1))
        {
            var (first, second) = (alike.ElementAt(0), alike.ElementAt(1));
            throw new DataException(
                $"{table.Place(second.Value.Line, target)}: the class '{second.Key}' differs from '{first.Key}' (line {first.Value.Line}) "
                + "by case or blanks only. Write both alike.");
        }

        return column.Ordered(table.Numbers);
    }

    private static InputPlan? InputOf(CsvTable table, TableOptions options, int index, ColumnSummary column, List<string> remarks)
    {
        var name = table.Names[index];
        var type = options.Types.GetValueOrDefault(name);
        if (type is { Kind: ColumnKind.Drop })
        {
            return null;
        }

        if (WhyOfNoUse(column, type, options.Missing) is { } reason)
        {
            remarks.Add($"column '{name}' {reason}");
            return null;
        }

        var isNumber = type is { Kind: var given } ? given == ColumnKind.Number : column.IsNumeric || IsSpoilt(column);
        if (isNumber && column.FirstWord is { } word)
        {
            throw new DataException($"{table.Place(word.Line, index)}: '{word.Text}' is not a number, and "
                + (type is null ? $"{column.Numbers:N0} of {column.Present:N0} values are. " : "--types says that the column holds some. ")
                + $"Correct it, or give --types {name}=category, or {name}=drop.");
        }

        var hasMissing = column.Missing > 0 && options.Missing == MissingValues.Median;
        return isNumber ? new InputPlan(name, ColumnKind.Number, [], hasMissing) : Words(table, index, column, type, hasMissing, remarks);
    }

    private static InputPlan Words(CsvTable table, int index, ColumnSummary column, ColumnType? type, bool hasMissing, List<string> remarks)
    {
        var name = table.Names[index];
        if (type is { Kind: ColumnKind.Ordered })
        {
            var unknown = column.Values.FirstOrDefault(value => !type.Order.Contains(value.Key));
            return unknown.Key is null
                ? new InputPlan(name, ColumnKind.Ordered, type.Order, hasMissing)
                : throw new DataException(
                    $"{table.Place(unknown.Value.Line, index)}: '{unknown.Key}' is not among {string.Join('<', type.Order)}. "
                    + "Add it to --types, or correct it.");
        }

        if (column.HasMore || column.Values.Count > 256)
        {
            throw new DataException($"{table.Path}, column '{name}': more than 256 categories. Give --types {name}=drop.");
        }

        foreach (var alike in column.Values.GroupBy(static value => Plain(value.Key)).Where(static group => group.Count() > 1))
        {
            remarks.Add($"column '{name}' has categories that differ by case or blanks only, "
                + $"{string.Join(", ", alike.Select(static value => $"'{value.Key}' (line {value.Value.Line})"))}; "
                + "write them alike if they mean the same.");
        }

        var categories = column.Ordered(table.Numbers);
        return new InputPlan(name, ColumnKind.Category, hasMissing ? [.. categories, MissingCategory] : categories, hasMissing);
    }

    /// <summary>Why nothing can be learnt from a column, in the words that follow its name; null where something can.</summary>
    private static string? WhyOfNoUse(ColumnSummary column, ColumnType? type, MissingValues missing) =>
        column.Present == 0 ? "has no value; it is left out."
        : column.Values.Count == 1
            && (column.Missing == 0 || missing == MissingValues.Drop) ? $"is always '{column.Values.Keys.First()}'; it is left out."
        : type is not null ? null
        : column.IsNumeric
            && column.AreWhole
            && column.IsCounter
            && column.Rows > 2 ? "counts the rows; it is left out. If it means something, give --types NAME=number."
        : column.Numbers * 2 < column.Present
            && (column.HasMore || column.Values.Count > MostCategories || column.Values.Count * 2 > column.Present)
            ? $"has {(column.HasMore ? "more than " : "")}{column.Values.Count:N0} different values in {column.Present:N0} rows, "
                + "like names; it is left out. "
                + "If they are categories, give --types NAME=category."
        : null;

    /// <summary>Whether a column looks like numbers with a few faults, since it has too many values for categories.</summary>
    private static bool IsSpoilt(ColumnSummary column) =>
        column.Numbers * 2 >= column.Present && (column.HasMore || column.Values.Count > MostCategories);

    private static string Plain(string text) =>
        string.Concat(text.Where(static character => !char.IsWhiteSpace(character))).ToLowerInvariant();

    private static int IndexOf(CsvTable table, string name) => table.Names.ToList().IndexOf(name);
}
