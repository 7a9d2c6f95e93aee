using FreeNets.Trainer.Runs;

namespace FreeNets.Trainer.Reports.Statistics;

/// <summary>The runs of a folder, sorted into sets × k × budget × method.</summary>
internal sealed class Experiment
{
    // The seed is what groups average over. The number of edges is set per seed, to what FreeEvolve found, unless a sweep varies it.
    private static readonly string[] s_neverVariant = ["seed", "neurons", "method", "budget weights"];
    private const string Edges = "edges";
    private static readonly string[] s_firstSets = ["mnist", "fashion-mnist"];

    private Experiment(RunFolder folder, IReadOnlyList<RunGroup> groups, IReadOnlyList<Gap> gaps)
    {
        (Folder, Groups, Gaps) = (folder, groups, gaps);
        DataSets = [.. groups.Select(static group => group.DataSet).Distinct()];
        Series = [.. groups.Select(static group => group.Series).Distinct().OrderBy(static series => Method.Order(series.Method))
            .ThenBy(static series => series.Variant, StringComparer.Ordinal)];
        Budgets = [.. groups.Select(static group => group.Budget).OfType<long>().Distinct().Order()];
        PaperBudget = groups.Any(static group => group.Budget is null)
            ? null
            : Budgets.Cast<long?>().MaxBy(budget => groups.Where(group => group.Budget == budget).Sum(static group => group.Runs.Count));
        Main = Series.Where(static series => series.Method == Method.FreeEvolve)
            .MaxBy(series => groups.Where(group => group.Series == series).Sum(static group => group.Runs.Count));
    }

    /// <summary>What was read.</summary>
    public RunFolder Folder { get; }

    /// <summary>By set, series, k and budget.</summary>
    public IReadOnlyList<RunGroup> Groups { get; }

    /// <summary>Runs that give nothing: damaged, failed, unfinished, twice there, or absent where other methods have a run.</summary>
    public IReadOnlyList<Gap> Gaps { get; }

    /// <summary>MNIST and Fashion-MNIST first, as in the paper.</summary>
    public IReadOnlyList<string> DataSets { get; }

    /// <summary>In the order of tables and legends.</summary>
    public IReadOnlyList<Series> Series { get; }

    /// <summary>The FreeEvolve with the most runs, which the figures show; null where there is none.</summary>
    public Series? Main { get; }

    /// <summary>Every budget that was run, rising.</summary>
    public IReadOnlyList<long> Budgets { get; }

    /// <summary>
    /// What the paper's table and figures, which know no budget, are made of: null where runs have none, else the budget of most runs.
    /// </summary>
    public long? PaperBudget { get; }

    /// <summary>Sorts runs into groups.</summary>
    public static Experiment Of(RunFolder folder)
    {
        var gaps = new List<Gap>(folder.Gaps);
        var groups = folder.Runs.GroupBy(static run => run.Start.Method)
            .SelectMany(method => OfMethod([.. method], gaps))
            .OrderBy(static group => Array.IndexOf(s_firstSets, group.DataSet) is var index and >= 0 ? index : s_firstSets.Length)
            .ThenBy(static group => group.DataSet, StringComparer.Ordinal)
            .ThenBy(static group => Method.Order(group.Series.Method))
            .ThenBy(static group => group.Series.Method, StringComparer.Ordinal)
            .ThenBy(static group => group.Series.Variant, StringComparer.Ordinal)
            .ThenBy(static group => group.Neurons)
            .ThenBy(static group => group.Budget)
            .ToArray();
        if (folder.Plan is null)
        {
            gaps.AddRange(Absent(groups));
        }

        return new Experiment(folder, groups, gaps);
    }

    /// <summary>The groups of one set and series under <see cref="PaperBudget"/>, by k.</summary>
    public IReadOnlyList<RunGroup> Of(string dataSet, Series series) =>
        [.. Groups.Where(group => group.DataSet == dataSet && group.Budget == PaperBudget && group.Series == series)];

    /// <summary>The group of one cell under <see cref="PaperBudget"/>, or null.</summary>
    public RunGroup? Of(string dataSet, int neurons, Series series) => Of(dataSet, neurons, PaperBudget, series);

    /// <summary>The group of one cell, or null.</summary>
    public RunGroup? Of(string dataSet, int neurons, long? budget, Series series) => Groups.FirstOrDefault(group =>
        group.DataSet == dataSet && group.Neurons == neurons && group.Budget == budget && group.Series == series);

    /// <summary>Every k of a set under <see cref="PaperBudget"/>, rising.</summary>
    public IReadOnlyList<int> Neurons(string dataSet) =>
        [.. Groups.Where(group => group.DataSet == dataSet && group.Budget == PaperBudget)
            .Select(static group => group.Neurons).Distinct().Order()];

    private static IEnumerable<RunGroup> OfMethod(IReadOnlyList<RunLog> runs, List<Gap> gaps)
    {
        var names = Varying(runs);
        string[] withoutEdges = [.. names.Where(static name => name != Edges)];
        var hasTwins = Grouped(runs, withoutEdges)
            .Any(static group => group.DistinctBy(static run => run.Start.Seed).Count() < group.Count());
        foreach (var group in Grouped(runs, hasTwins ? names : withoutEdges))
        {
            var bySeed = group.GroupBy(static run => run.Start.Seed).OrderBy(static twins => twins.Key).ToArray();
            gaps.AddRange(bySeed.SelectMany(static twins => twins.Skip(1).Select(twin =>
                new Gap(twin.Key, $"the same options and seed as {twins.First().Key}; left out"))));
            var (dataSet, neurons, budget, variant) = group.Key;
            var series = new Series(runs[0].Start.Method, variant);
            yield return new RunGroup(dataSet, neurons, budget, series, [.. bySeed.Select(static twins => twins.First())]);
        }
    }

    private static IEnumerable<IGrouping<(string DataSet, int Neurons, long? Budget, string Variant), RunLog>> Grouped(
        IReadOnlyList<RunLog> runs, IReadOnlyList<string> names) =>
        runs.GroupBy(run => (run.Start.DataSet, run.Start.Neurons, run.Start.Budget,
            string.Join(", ", names.Select(name => $"{Words(name)} {run.Start.Options.GetValueOrDefault(name, "unset")}"))));

    /// <summary>Options that differ between runs of one set, k and budget: these must not be averaged over.</summary>
    private static string[] Varying(IReadOnlyList<RunLog> runs) =>
    [
        .. runs.GroupBy(static run => (run.Start.DataSet, run.Start.Neurons, run.Start.Budget))
            .SelectMany(static cell => cell.SelectMany(static run => run.Start.Options.Keys).Distinct()
                .Where(name => cell.Select(run => run.Start.Options.GetValueOrDefault(name)).Distinct().Count() > 1))
            .Distinct().Except(s_neverVariant).Order(StringComparer.Ordinal),
    ];

    /// <summary>Runs that a full crossing of each set's sizes, series and seeds would have and this folder has not.</summary>
    private static IEnumerable<Gap> Absent(IReadOnlyList<RunGroup> groups) =>
        from set in groups.GroupBy(static cell => cell.DataSet)
        let seeds = set.SelectMany(static cell => cell.Runs).Select(static run => run.Start.Seed).Distinct().Order().ToArray()
        from series in set.Select(static cell => cell.Series).Distinct()
        from size in set.Select(static cell => (cell.Neurons, cell.Budget)).Distinct().Order()
        let have = set.Where(cell => cell.Series == series && (cell.Neurons, cell.Budget) == size)
            .SelectMany(static cell => cell.Runs).Select(static run => run.Start.Seed).ToArray()
        let missing = seeds.Except(have).ToArray()
        where missing.Length > 0
        select new Gap($"{set.Key}, {Size(size.Neurons, size.Budget)}, {series.Label}", missing.Length == seeds.Length
            ? "no run, though other methods or sizes have some"
            : $"no run of seed {string.Join(", ", missing)}");

    /// <summary>"k = 30", "k = 128, 6,000 weights".</summary>
    public static string Size(int neurons, long? budget) =>
        $"k = {neurons}{(budget is null ? "" : FormattableString.Invariant($", {budget:N0} weights"))}";

    /// <summary>pruneEpsilon → prune epsilon.</summary>
    private static string Words(string name) =>
        string.Concat(name.Select(static c => char.IsAsciiLetterUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString()));
}
