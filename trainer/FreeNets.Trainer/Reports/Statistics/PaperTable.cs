namespace FreeNets.Trainer.Reports.Statistics;

/// <summary>Table 2 of the paper: accuracy in percent by set, method and k. The paper gives neither seeds nor spread.</summary>
internal static class PaperTable
{
    private static readonly int[] s_neurons = [30, 35, 40, 45, 50, 60, 70, 80, 90, 100];

    private static readonly Dictionary<(string Set, string Method), double[]> s_rows = new()
    {
        [("mnist", Method.FreeEvolve)] = [95.63, 96.03, 96.37, 96.51, 96.65, 96.92, 97.26, 97.25, 97.40, 97.34],
        [("mnist", Method.Fcnn)] = [95.74, 95.72, 96.14, 96.26, 96.54, 97.07, 97.02, 97.20, 97.23, 97.34],
        [("fashion-mnist", Method.FreeEvolve)] = [87.59, 87.10, 87.92, 87.81, 88.07, 88.74, 88.66, 89.20, 88.95, 88.89],
        [("fashion-mnist", Method.Fcnn)] = [86.94, 86.87, 87.15, 87.24, 87.50, 87.75, 87.96, 88.38, 88.14, 88.23],
        [("emnist", Method.FreeEvolve)] = [78.77, 80.75, 81.52, 81.38, 82.58, 83.33, 84.27, 84.23, 85.29, 85.51],
        [("emnist", Method.Fcnn)] = [78.55, 79.97, 80.63, 81.92, 81.70, 82.63, 84.07, 84.12, 84.60, 84.98],
    };

    /// <summary>The paper's accuracy, or null where it has no such cell.</summary>
    public static double? Accuracy(string dataSet, string method, int neurons)
    {
        var set = IsEmnist(dataSet) ? "emnist" : dataSet;
        var column = Array.IndexOf(s_neurons, neurons);
        return column >= 0 && s_rows.TryGetValue((set, method), out var row) ? row[column] : null;
    }

    /// <summary>
    /// Whether ours may be measured against the paper's: its "truncated EMNIST" is not specified, so no subset of EMNIST is the same.
    /// </summary>
    public static bool IsComparable(string dataSet) => !IsEmnist(dataSet);

    private static bool IsEmnist(string dataSet) => dataSet.StartsWith("emnist", StringComparison.Ordinal);
}
