namespace FreeNets.Trainer.Data.Tables;

/// <summary>Makes training data of a table.</summary>
public static class TableData
{
    /// <summary>Reads a CSV file, twice: to see what the columns are, and to take their values.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What to predict, and how to read.</param>
    /// <param name="tell">Told what the user should know.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataException">The table cannot be read or learnt from.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TrainingData Load(string path, TableOptions options, Action<string> tell, CancellationToken cancellation = default)
    {
        var table = CsvTable.Open(path);
        var columns = Summarise(table, tell, cancellation);
        var schema = TableSchema.Of(table, options, columns);
        var rows = TableRows.Read(table, schema, options.Missing);
        var all = SamplesOf(schema, rows);
        if (rows.Dropped > 0)
        {
            tell($"{rows.Dropped:N0} of {columns[0].Rows:N0} rows lack a value and are left out.");
        }

        foreach (var remark in schema.Remarks.Concat(TableFindings.Of(schema, all)))
        {
            tell(remark);
        }

        var (train, test) = Parts(table, schema, all, options);
        var features = new TableFeatures(schema, train.Numbers);
        foreach (var feature in features.Features.Where(static feature => feature.Column.Missing is not null))
        {
            tell($"column '{feature.Column.Name}': where it is missing, the input is its median, {feature.Column.Missing}, "
                + "and the next input is 1.");
        }

        var units = Enumerable.Range(0, schema.Classes.Count == 0 ? schema.Targets.Count : 0)
            .Select(target => TableFeatures.UnitOf([.. train.Targets.Where((_, i) => i % schema.Targets.Count == target)]));
        var preparation = new Preparation(features.Features, [.. units]);
        var name = Path.GetFileNameWithoutExtension(path);
        return new TrainingData(
            name, WithInputs(train, features), WithInputs(test, features), schema.Classes.Count > 0 ? schema.Classes : schema.Targets)
        {
            IsOwn = true,
            Preparation = preparation,
        };
    }

    private static ColumnSummary[] Summarise(CsvTable table, Action<string> tell, CancellationToken cancellation)
    {
        const int Often = 250_000;

        var columns = table.Names.Select(static _ => new ColumnSummary()).ToArray();
        foreach (var row in table.Rows())
        {
            for (var i = 0; i < columns.Length; i++)
            {
                columns[i].Add(row.Fields[i], row.Line, table.Numbers);
            }

            if (columns[0].Rows % Often == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                tell(
                    $"{columns[0].Rows:N0} rows seen, {4L * columns[0].Rows * columns.Length / 1_000_000:N0} MB once they are in memory …");
            }
        }

        return columns[0].Rows > 0
            ? columns
            : throw new DataException($"{table.Path}: the file has no row below its header. Add one line per sample.");
    }

    private static Samples SamplesOf(TableSchema schema, TableRows rows) => new()
    {
        Inputs = schema.Inputs.Count,
        Numbers = rows.Inputs,
        Labels = rows.Labels,
        Targets = rows.Targets,
    };

    private static (Samples Train, Samples Test) Parts(CsvTable table, TableSchema schema, Samples all, TableOptions options)
    {
        if (options.TestFile is { } file)
        {
            HeldOut.CheckNoFolds(file, options.Holding);
            var test = SamplesOf(schema, TableRows.Read(CsvTable.Open(file), schema, options.Missing));
            return test.Count > 0 && all.Count > 0
                ? (all, test)
                : throw new DataException($"{file}: no row is left to test with. Add rows, or give --missing median.");
        }

        return HeldOut.Of($"{table.Path}, column '{schema.Targets[0]}'", all, schema.Classes, options.Holding);
    }

    private static Samples WithInputs(Samples rows, TableFeatures features) =>
        rows with { Inputs = features.Features.Count, Numbers = features.Inputs(rows.Numbers) };
}
