namespace FreeNets.Trainer.Data.Tables;

/// <summary>Columns that know the answer: often they were written down after it, and are not there when it is asked for.</summary>
internal static class TableFindings
{
    // Rows that one value of a column has on average before its knowing the answer is no accident.
    private const int RowsPerValue = 10;
    private const double Certain = 0.999;

    /// <summary>A remark on each column that gives the target away.</summary>
    /// <param name="schema">What the columns are.</param>
    /// <param name="rows">The rows, before any preparation.</param>
    public static IEnumerable<string> Of(TableSchema schema, Samples rows)
    {
        for (var i = 0; i < schema.Inputs.Count; i++)
        {
            var column = Enumerable.Range(0, rows.Count).Select(row => rows.Numbers[(row * rows.Inputs) + i]).ToArray();
            var target = schema.Classes.Count > 0
                ? schema.Targets[0]
                : schema.Targets.Where((_, t) => IsSame(column, Target(rows, t))).FirstOrDefault();
            if (target is not null && (schema.Classes.Count == 0 || Tells(column, rows.Labels)))
            {
                yield return $"column '{schema.Inputs[i].Name}' gives '{target}' away. If it is not known when the answer is asked for, "
                    + $"give --types {schema.Inputs[i].Name}=drop.";
            }
        }
    }

    private static float[] Target(Samples rows, int target)
    {
        var targets = rows.Targets.Length / rows.Count;
        return [.. Enumerable.Range(0, rows.Count).Select(row => rows.Targets[(row * targets) + target])];
    }

    /// <summary>Whether nearly every value of a column goes with one class only.</summary>
    private static bool Tells(float[] column, byte[] labels)
    {
        var byValue = column.Zip(labels).GroupBy(static pair => pair.First).ToList();
        var right = byValue.Sum(static value => value.CountBy(static pair => pair.Second).Max(static label => label.Value));
        return byValue.Count * RowsPerValue <= column.Length && right >= Certain * column.Length;
    }

    /// <summary>Whether two columns are the same but for offset and scale.</summary>
    private static bool IsSame(float[] column, float[] target)
    {
        var pairs = column.Zip(target).Where(static pair => !float.IsNaN(pair.First)).ToList();
        var (x, y) = (
            TableFeatures.UnitOf([.. pairs.Select(static pair => pair.First)]),
            TableFeatures.UnitOf([.. pairs.Select(static pair => pair.Second)]));
        return pairs.Count > 2
            && Math.Abs(pairs.Average(pair => (pair.First - x.Mean) / x.Deviation * ((pair.Second - y.Mean) / y.Deviation))) >= Certain;
    }
}
