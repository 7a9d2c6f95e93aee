using CsCheck;
using FreeNets.Trainer.Reports.Figures;
using FreeNets.Trainer.Reports.Statistics;
using FreeNets.Trainer.Runs;
using FreeNets.Trainer.Tests.Data;

namespace FreeNets.Trainer.Tests.Reports;

public sealed class StatisticsTests : IDisposable
{
    private readonly TemporaryFolder _runs = new();

    public void Dispose() => _runs.Dispose();

    [Theory]
    [InlineData(1, 12.706205)]
    [InlineData(4, 2.776445)]
    [InlineData(30, 2.042272)]
    [InlineData(31, 2.0395134)]
    [InlineData(60, 2.000298)]
    [InlineData(1000, 1.962339)]
    public void The_quantiles_of_t_are_those_of_the_tables(int degrees, double quantile) =>
        Assert.Equal(quantile, StudentT.Quantile975(degrees), 1e-6);

    [Fact]
    public void An_interval_is_the_mean_and_t_standard_errors()
    {
        // Deviation 1, n = 4: 3.1824 / 2.
        var interval = Interval.Of([1.0, 2.0, 2.0, 3.0]);

        Assert.Equal(2, interval.Mean);
        Assert.Equal(3.1824463 * Math.Sqrt(2.0 / 3) / 2, interval.HalfWidth!.Value, 6);
        Assert.True(interval.IsAboveZero);
    }

    [Fact]
    public void One_value_has_no_interval_and_proves_nothing() =>
        Assert.Equal((null, false, false), (Interval.Of([5.0]).HalfWidth, Interval.Of([5.0]).IsAboveZero, Interval.Of([-5.0]).IsBelowZero));

    [Fact]
    public void A_density_integrates_to_one() =>
        Gen.Double[0.2, 0.8].Array[2, 200].Sample(
            values =>
            {
                double[] xs = [.. Enumerable.Range(-1000, 3001).Select(static i => i / 1000.0)];
                return Math.Abs(KernelDensities.Gaussian(values, xs).Sum() / 1000 - 1) < 0.01;
            },
            seed: "0000KDEseed1", iter: 20);

    [Fact]
    public void Silvermans_bandwidth_takes_the_smaller_spread()
    {
        // 1 … 9: deviation 2.7386, quartiles 3 and 7, so 4 / 1.34 = 2.985 is the larger.
        double[] values = [1, 2, 3, 4, 5, 6, 7, 8, 9];

        Assert.Equal(0.9 * 2.738613 * Math.Pow(9, -0.2), KernelDensities.Silverman(values), 5);
    }

    [Fact]
    public void Runs_that_differ_in_seed_alone_are_averaged()
    {
        MadeRuns.Write(_runs.Path, "mnist", 30, "fcnn", 1, accuracy: 0.95);
        MadeRuns.Write(_runs.Path, "mnist", 30, "fcnn", 2, accuracy: 0.97);

        var group = Assert.Single(Experiment.Of(RunFolder.Read(_runs.Path)).Groups);

        Assert.Equal(96, group.Accuracy.Mean, 9);
        Assert.Equal(2, group.Accuracy.Count);
    }

    [Fact]
    public void Runs_that_differ_in_another_option_are_not()
    {
        MadeRuns.Write(_runs.Path, "mnist", 30, "freeevolve", 1, epsilon: 0.25);
        MadeRuns.Write(_runs.Path, "mnist", 30, "freeevolve", 1, epsilon: 0.4);

        var groups = Experiment.Of(RunFolder.Read(_runs.Path)).Groups;

        Assert.Equal(["FreeEvolve (epsilon 0.25)", "FreeEvolve (epsilon 0.4)"], groups.Select(static group => group.Series.Label));
    }

    [Fact]
    public void The_same_run_twice_counts_once_and_is_named()
    {
        var path = MadeRuns.Write(_runs.Path, "mnist", 30, "fcnn", 1);
        Directory.CreateDirectory(_runs["zz-copy"]);
        File.Copy(Path.Combine(path, "log.jsonl"), Path.Combine(_runs["zz-copy"], "log.jsonl"));

        var experiment = Experiment.Of(RunFolder.Read(_runs.Path));

        Assert.Single(Assert.Single(experiment.Groups).Runs);
        Assert.Equal("zz-copy", Assert.Single(experiment.Gaps).Key);
    }

    [Fact]
    public void Failed_damaged_unfinished_and_absent_runs_are_gaps()
    {
        MadeRuns.Write(_runs.Path, "mnist", 30, "fcnn", 1);
        MadeRuns.Write(_runs.Path, "mnist", 40, "fcnn", 1);
        MadeRuns.Write(_runs.Path, "mnist", 40, "fcnn", 2);
        _runs.Write("a/error.txt", "out of\nmemory"u8.ToArray());
        _runs.Write("b/log.jsonl", "{"u8.ToArray());
        _runs.Write("c/notes.txt", []);
        _runs.Write(".unfinished/d/log.jsonl", "{"u8.ToArray());

        var gaps = Experiment.Of(RunFolder.Read(_runs.Path)).Gaps;

        Assert.Equal(
            [
                "a: failed: out of memory",
                "b: its log.jsonl is damaged: line 1: is not JSON",
                "c: not finished",
                "mnist, k = 30, FCNN: no run of seed 2",
            ],
            gaps.Select(static gap => $"{gap.Key}: {gap.Reason}"));
    }

    [Fact]
    public void Runs_of_the_plan_that_were_never_begun_are_gaps()
    {
        MadeRuns.WriteAll(_runs.Path);
        Directory.Delete(_runs["mnist_k40_freeevolve_e0.25_s2"], recursive: true);
        MadeRuns.Write(_runs.Path, "mnist", 50, "fcnn", 1);

        var experiment = Experiment.Of(RunFolder.Read(_runs.Path));

        Assert.Equal(new Gap("mnist_k40_freeevolve_e0.25_s2", "not run"), Assert.Single(experiment.Gaps));
        Assert.Equal(36, experiment.Groups.Sum(static group => group.Runs.Count));
    }

    [Fact]
    public void A_plan_that_is_none_is_a_gap_too()
    {
        MadeRuns.Write(_runs.Path, "mnist", 30, "fcnn", 1);
        _runs.Write("plan.json", "{}"u8.ToArray());

        Assert.Equal("plan.json", Assert.Single(Experiment.Of(RunFolder.Read(_runs.Path)).Gaps).Key);
    }

    [Fact]
    public void Differences_are_paired_by_seed_and_summed_over_k()
    {
        (int, int, double, double)[] pairs = [(30, 1, 0.91, 0.90), (30, 2, 0.94, 0.92), (40, 1, 0.95, 0.96), (40, 2, 0.95, 0.96)];
        foreach (var (k, seed, ours, theirs) in pairs)
        {
            MadeRuns.Write(_runs.Path, "mnist", k, "freeevolve", seed, accuracy: ours);
            MadeRuns.Write(_runs.Path, "mnist", k, "fcnn", seed, accuracy: theirs);
        }

        MadeRuns.Write(_runs.Path, "mnist", 30, "freeevolve", 3, accuracy: 0.1);

        var comparison = Assert.Single(Comparison.All(Experiment.Of(RunFolder.Read(_runs.Path))));

        Assert.Equal([1.5, -1.0], comparison.Cells.Select(static cell => Math.Round(cell.Difference.Mean, 9)));
        Assert.Equal(40, Assert.Single(comparison.NotBeaten).Neurons);

        // Seed 1: (1 − 1) / 2; seed 2: (2 − 1) / 2.
        Assert.Equal(0.25, comparison.Sum!.Value.Mean, 9);
        Assert.Equal(2, comparison.Sum.Value.Count);
    }

    [Fact]
    public void Runs_are_averaged_and_compared_under_the_same_budget_alone()
    {
        (int Budget, string Method, double Accuracy)[] runs =
            [(900, "freeevolve", 0.90), (900, "fcnn", 0.91), (1800, "freeevolve", 0.95), (1800, "fcnn", 0.93)];
        foreach (var (budget, method, accuracy) in runs)
        {
            MadeRuns.Write(_runs.Path, "mnist", 30, method, 1, accuracy: accuracy, budget: budget);
        }

        var experiment = Experiment.Of(RunFolder.Read(_runs.Path));

        Assert.Equal(4, experiment.Groups.Count);
        Assert.Empty(experiment.Gaps);
        Assert.Equal([900L, 1800L], experiment.Budgets);
        var comparison = Assert.Single(Comparison.All(experiment));
        Assert.Equal(
            [(900L, -1.0), (1800L, 2.0)],
            comparison.Cells.Select(static cell => (cell.Budget!.Value, Math.Round(cell.Difference.Mean, 9))));
        Assert.Equal(0.5, comparison.Sum!.Value.Mean, 9);
    }

    [Fact]
    public void Table_and_figures_of_the_paper_are_made_of_runs_without_a_budget_where_there_are_some()
    {
        MadeRuns.Write(_runs.Path, "mnist", 30, "fcnn", 1, budget: 900);
        MadeRuns.Write(_runs.Path, "mnist", 40, "fcnn", 1, budget: 900);
        MadeRuns.Write(_runs.Path, "mnist", 40, "fcnn", 1);

        var experiment = Experiment.Of(RunFolder.Read(_runs.Path));

        Assert.Null(experiment.PaperBudget);
        Assert.Equal([40], experiment.Neurons("mnist"));
        Assert.Null(Assert.Single(experiment.Of("mnist", experiment.Series[0])).Budget);
    }

    [Fact]
    public void The_papers_table_is_as_printed()
    {
        Assert.Equal(97.40, PaperTable.Accuracy("mnist", "freeevolve", 90));
        Assert.Equal(88.38, PaperTable.Accuracy("fashion-mnist", "fcnn", 80));
        Assert.Equal(85.51, PaperTable.Accuracy("emnist-letters-subset", "freeevolve", 100));
        Assert.Null(PaperTable.Accuracy("mnist", "freeevolve", 31));
        Assert.Null(PaperTable.Accuracy("mnist", "set", 30));
        Assert.False(PaperTable.IsComparable("emnist-letters-subset"));
    }
}
