namespace FreeNets.Benchmarks.Results;

/// <summary>One line of summary.json.</summary>
/// <param name="Id">A stable name.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Target">What the project wants; null where it only wants to know.</param>
/// <param name="Unit">Of both.</param>
/// <param name="Command">What measures it again.</param>
internal sealed record SummaryRow(string Id, double Value, double? Target, string Unit, string Command)
{
    /// <summary>A figure that has a target, to three decimals.</summary>
    public static SummaryRow Of(string id, double value, string command) => Results.Target.Find(id) is { } target
        ? new SummaryRow(id, Math.Round(value, 3), target.Value, target.Unit, command)
        : throw new ArgumentException($"No target is called '{id}'.", nameof(id));
}
