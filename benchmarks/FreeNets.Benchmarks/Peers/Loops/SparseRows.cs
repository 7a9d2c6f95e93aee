namespace FreeNets.Benchmarks.Peers.Loops;

/// <summary>A matrix in compressed sparse rows: row r holds <see cref="Values"/> from Starts[r] up to Starts[r + 1].</summary>
internal sealed record SparseRows(int[] Starts, int[] Columns, float[] Values)
{
    public static SparseRows Of(IReadOnlyList<float[]> rows)
    {
        var starts = new List<int> { 0 };
        var columns = new List<int>();
        var values = new List<float>();
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length; column++)
            {
                if (row[column] != 0)
                {
                    columns.Add(column);
                    values.Add(row[column]);
                }
            }

            starts.Add(values.Count);
        }

        return new SparseRows([.. starts], [.. columns], [.. values]);
    }
}
