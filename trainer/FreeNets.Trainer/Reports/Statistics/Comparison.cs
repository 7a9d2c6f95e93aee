namespace FreeNets.Trainer.Reports.Statistics;

/// <summary>One cell of FreeEvolve against a baseline.</summary>
/// <param name="Neurons">k.</param>
/// <param name="Budget">Live weights that both may have, or null where nothing limits them.</param>
/// <param name="Difference">FreeEvolve's accuracy less the baseline's with the same seed, in points.</param>
internal sealed record ComparedCell(int Neurons, long? Budget, Interval Difference);

/// <summary>FreeEvolve against a baseline on one set, paired over seeds: both see the samples in the same order.</summary>
/// <param name="DataSet">The set.</param>
/// <param name="Subject">A FreeEvolve.</param>
/// <param name="Baseline">Any other method.</param>
/// <param name="Cells">By k and budget; at least one.</param>
/// <param name="Sum">The difference averaged over all cells for each seed that all cells share; null where they share none.</param>
internal sealed record Comparison(string DataSet, Series Subject, Series Baseline, IReadOnlyList<ComparedCell> Cells, Interval? Sum)
{
    /// <summary>Cells in which FreeEvolve's mean is not above the baseline's.</summary>
    public IReadOnlyList<ComparedCell> NotBeaten { get; } = [.. Cells.Where(static cell => !(cell.Difference.Mean > 0))];

    /// <summary>Every set × FreeEvolve × baseline of which there are pairs.</summary>
    public static IReadOnlyList<Comparison> All(Experiment experiment) =>
    [
        .. from dataSet in experiment.DataSets
        from subject in experiment.Series.Where(static series => series.Method == Method.FreeEvolve)
        from baseline in experiment.Series.Where(static series => series.Method != Method.FreeEvolve)
        let comparison = Of(experiment, dataSet, subject, baseline)
        where comparison is not null
        select comparison,
    ];

    private static Comparison? Of(Experiment experiment, string dataSet, Series subject, Series baseline)
    {
        var cells = new List<ComparedCell>();
        var bySeed = new List<Dictionary<long, double>>();
        foreach (var ours in experiment.Groups.Where(group => group.DataSet == dataSet && group.Series == subject))
        {
            var differences = Differences(ours, experiment.Of(dataSet, ours.Neurons, ours.Budget, baseline));
            if (differences.Count > 0)
            {
                var values = differences.OrderBy(static pair => pair.Key).Select(static pair => pair.Value);
                cells.Add(new ComparedCell(ours.Neurons, ours.Budget, Interval.Of([.. values])));
                bySeed.Add(differences);
            }
        }

        if (cells.Count == 0)
        {
            return null;
        }

        var seeds = bySeed.Select(static cell => cell.Keys.AsEnumerable()).Aggregate(static (a, b) => a.Intersect(b)).Order();
        var sums = seeds.Select(seed => bySeed.Average(cell => cell[seed])).ToArray();
        return new Comparison(dataSet, subject, baseline, cells, sums.Length == 0 ? null : Interval.Of(sums));
    }

    private static Dictionary<long, double> Differences(RunGroup ours, RunGroup? theirs) =>
        theirs is null
            ? []
            : ours.Runs.Join(
                theirs.Runs,
                static run => run.Start.Seed,
                static run => run.Start.Seed,
                static (a, b) => (a.Start.Seed, Difference: a.Accuracy - b.Accuracy)).ToDictionary();
}
