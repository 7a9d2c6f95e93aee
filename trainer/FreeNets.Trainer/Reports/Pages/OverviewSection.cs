using FreeNets.Trainer.Reports.Figures;
using FreeNets.Trainer.Reports.Statistics;
using FreeNets.Trainer.Runs;

namespace FreeNets.Trainer.Reports.Pages;

/// <summary>What was run: plan, sets, options, and every run that is missing.</summary>
internal static class OverviewSection
{
    private static readonly (string Anchor, string Title)[] s_contents =
    [
        ("verdict", "Verdict"), (
            FrontierSection.Id,
            "Frontier"), ("table2", "Table 2"), ("figure4", "Figure 4"), ("figure5", "5"), ("figure6", "6"), ("figure7", "7"),
        ("figure8", "8"), ("figure9", "9"), ("ncg", "NCG"), ("cost", "Edges and FLOPs"),
    ];

    private const int MaxGaps = 100;

    public static void Write(Html html, Experiment experiment) => html.Element("header", () =>
    {
        html.Element("h1", $"FreeNets report: {experiment.Folder.Name}");
        if (experiment.Folder.Plan is { Description: { Length: > 0 } plan })
        {
            html.Element("p", plan, ("class", "lead"));
        }

        html.Element("nav", () =>
        {
            foreach (var (anchor, title) in s_contents.Where(entry => entry.Anchor != FrontierSection.Id || experiment.Budgets.Count > 0))
            {
                html.Element("a", title, ("href", $"#{anchor}"));
            }
        });
        Facts(html, experiment);
        Sets(html, experiment);
        Options(html, experiment);
        Gaps(html, experiment.Gaps);
    }, ("id", "overview"));

    private static void Facts(Html html, Experiment experiment) => html.Element("dl", () =>
    {
        var runs = experiment.Groups.Sum(static group => group.Runs.Count);
        var tools = experiment.Groups.SelectMany(static group => group.Runs).Select(static run => run.Start.Tool).OfType<string>()
            .Distinct().Order(StringComparer.Ordinal).ToArray();
        var version = typeof(OverviewSection).Assembly.GetName().Version?.ToString(3);
        var gaps = experiment.Gaps.Count == 0 ? "none missing or failed" : Words.Count(experiment.Gaps.Count, "gap");
        Fact("Runs", $"{runs:N0} finished, {gaps}");
        Fact("Methods", Words.List(experiment.Series.Select(static series => series.Label)));
        Fact("Tool", tools.Length == 0 ? $"freenets {version}" : $"trained by {Words.List(tools)}; report by freenets {version}");
        Fact("To do it again", experiment.Folder.Plan is not null
            ? $"freenets sweep {experiment.Folder.Name}/plan.json --runs RUNS, then freenets report RUNS"
            : $"freenets report {experiment.Folder.Name} (there is no plan.json beside these runs)");
        Fact("Accuracy", "of the test set after the last epoch, never the best over epochs");

        void Fact(string name, string value) => html.Element("dt", name).Element("dd", value);
    });

    private static void Sets(Html html, Experiment experiment) => html.Element("table", () =>
    {
        Row("th", "set", "training images", "test images", "classes", "neurons, k", "seeds");
        foreach (var set in experiment.Groups.GroupBy(static group => group.DataSet))
        {
            var runs = set.SelectMany(static group => group.Runs).ToArray();
            Row("td",
                Words.Set(set.Key) + (PaperTable.IsComparable(set.Key) ? "" : " (a subset with its own split: not the paper's)"),
                Values(runs, static run => run.TrainImages),
                Values(runs, static run => run.TestImages),
                Values(runs, static run => run.Classes),
                string.Join(", ", set.Select(static group => group.Neurons).Distinct().Order()),
                Words.Seeds(runs).Replace("seeds ", "", StringComparison.Ordinal).Replace("seed ", "", StringComparison.Ordinal));
        }

        void Row(string cell, params string[] texts) => html.Element("tr", () =>
        {
            foreach (var text in texts)
            {
                html.Element(cell, text);
            }
        });
    });

    private static string Values(IEnumerable<RunLog> runs, Func<RunStart, long> value) =>
        string.Join(" or ", runs.Select(run => value(run.Start)).Distinct().Order().Select(static number => $"{number:N0}"));

    /// <summary>Every option, with each of its values: nothing that decided a result is left unsaid.</summary>
    private static void Options(Html html, Experiment experiment)
    {
        var runs = experiment.Groups.SelectMany(static group => group.Runs).ToArray();
        if (runs.Length == 0)
        {
            return;
        }

        html.Element("details", () =>
        {
            html.Element("summary", "Options of the runs").Element("table", () =>
            {
                foreach (var name in runs.SelectMany(static run => run.Start.Options.Keys).Distinct().Except(["neurons", "seed"])
                    .Order(StringComparer.Ordinal))
                {
                    var values = runs.Select(run => run.Start.Options.GetValueOrDefault(name)).OfType<string>().Distinct()
                        .Order(StringComparer.Ordinal).ToArray();
                    html.Element("tr", () => html.Element("th", name)
                        .Element("td", values.Length > 12 ? $"{values.Length} values" : string.Join(", ", values)));
                }
            });
        });
    }

    private static void Gaps(Html html, IReadOnlyList<Gap> gaps)
    {
        if (gaps.Count == 0)
        {
            return;
        }

        html.Element("div", () =>
        {
            html.Element("h3", $"{Words.Count(gaps.Count, "gap")}: the tables and figures below are without these").Element("ul", () =>
            {
                foreach (var gap in gaps.Take(MaxGaps))
                {
                    html.Element("li", $"{gap.Key}: {gap.Reason}");
                }

                if (gaps.Count > MaxGaps)
                {
                    html.Element("li", $"and {gaps.Count - MaxGaps:N0} more");
                }
            });
        }, ("class", "gaps"));
    }
}
