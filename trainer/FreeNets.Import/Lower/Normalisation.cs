using FreeNets.Import.Graph;
using FreeNets.Model;

namespace FreeNets.Import.Lower;

/// <summary>Finds (x − mean) · scale at the inputs, which belongs to a network's domain, where its numbers stay what they are.</summary>
internal static class Normalisation
{
    /// <summary>The mean and scale of the inputs; their sums in <paramref name="rows"/> become the inputs themselves.</summary>
    public static (PerInput Mean, PerInput Scale) Take(Rows rows, int inputs)
    {
        var (means, scales, isRead) = (new float[inputs], new float[inputs], new bool[inputs]);
        Array.Fill(scales, 1);
        var readers = SingleReaders(rows);
        foreach (var input in rows.Scalars.OfType<InputScalar>())
        {
            isRead[input.Input] = readers[input.Index] != Nobody;
            if (Find(rows, readers, input.Index) is var (mean, scale, sum))
            {
                (means[input.Input], scales[input.Input]) = (mean, scale);
                rows[sum] = new Row([input.Index], [1], 0);
            }
        }

        return (Numbers(means, isRead), Numbers(scales, isRead));
    }

    private const int Nobody = -1;
    private const int Many = -2;

    /// <summary>For each scalar the one row that reads it, or that nobody does, or that many do.</summary>
    private static int[] SingleReaders(Rows rows)
    {
        var readers = new int[rows.Scalars.Count];
        Array.Fill(readers, Nobody);
        for (var row = 0; row < rows.Count; row++)
        {
            foreach (var source in rows[row]?.Sources ?? [])
            {
                readers[source] = readers[source] == Nobody ? row : Many;
            }
        }

        return readers;
    }

    /// <summary>Follows the file's arithmetic from an input on, and takes the last (x − mean) · scale whose mean float32 holds.</summary>
    /// <remarks>A scale alone it must hold exactly: otherwise weights times scale are rounded once, and that is better.</remarks>
    private static (float Mean, float Scale, int Sum)? Find(Rows rows, int[] readers, int input)
    {
        var (weight, constant, at) = (1.0, 0.0, input);
        (float, float, int)? found = null;
        while (readers[at] >= 0 && rows.IsLinear(readers[at]) && rows[readers[at]] is { Sources.Length: 1 } row
            && rows.Scalars[readers[at]].Origin is { Operator: "Sub" or "Add" or "Mul" or "Div" or "Scaler" })
        {
            at = readers[at];
            constant = (constant * row.Weights[0]) + row.Constant;
            weight *= row.Weights[0];
            var (mean, scale) = (-constant / weight, (float)weight);
            var isExact = mean == 0 ? scale == weight : Math.Abs((float)mean - mean) <= 1e-12 * Math.Abs(mean);
            if (isExact && float.IsFinite((float)mean) && float.IsFinite(scale) && scale != 0)
            {
                found = ((float)mean, scale, at);
            }
        }

        return found;
    }

    /// <summary>One number where all inputs that are read have the same.</summary>
    private static PerInput Numbers(float[] each, bool[] isRead)
    {
        var different = each.Where((_, input) => isRead[input]).Distinct().ToArray();
        return different.Length switch
        {
            0 => each[0],
            1 => different[0],
            _ => new PerInput(each),
        };
    }
}
