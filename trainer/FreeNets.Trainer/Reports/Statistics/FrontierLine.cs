namespace FreeNets.Trainer.Reports.Statistics;

/// <summary>A method's networks of one k on one set, under rising budgets.</summary>
/// <param name="Label">The method, with k where there are several.</param>
/// <param name="Groups">By budget; at least one.</param>
internal sealed record FrontierLine(string Label, IReadOnlyList<RunGroup> Groups)
{
    /// <summary>The method with its options.</summary>
    public Series Series => Groups[0].Series;

    /// <summary>The group under a budget, or null.</summary>
    public RunGroup? Of(long budget) => Groups.FirstOrDefault(group => group.Budget == budget);

    /// <summary>Every line of a set, by method.</summary>
    public static IReadOnlyList<FrontierLine> All(Experiment experiment, string dataSet)
    {
        var groups = experiment.Groups.Where(group => group.DataSet == dataSet && group.Budget is not null).ToArray();
        var hasSizes = groups.Select(static group => group.Neurons).Distinct().Count() > 1;
        return
        [
            .. groups.GroupBy(static group => (group.Series, group.Neurons))
            .OrderBy(line => IndexOf(experiment, line.Key.Series))
            .Select(line =>
                new FrontierLine(line.Key.Series.Label + (hasSizes ? $", k = {line.Key.Neurons}" : ""), [.. line])),
        ];
    }

    private static int IndexOf(Experiment experiment, Series series) =>
        experiment.Series.TakeWhile(other => other != series).Count();
}
