using FreeNets.Trainer.Reports.Figures;
using FreeNets.Trainer.Reports.Statistics;
using FreeNets.Trainer.Runs;

namespace FreeNets.Trainer.Reports.Pages;

/// <summary>What each group of runs is left with, and what it took to get there.</summary>
internal static class CostSection
{
    private static readonly string[] s_head =
    [
        "k", "budget", "n", "edges", "of all edges", "FLOPs", "of dense FreeNet", "parameters", "epochs", "rounds", "ended by",
        "seconds a run",
    ];

    public static void Write(Html html, Experiment experiment) => html.Element("section", () =>
    {
        html.Element("h2", "Edges, FLOPs and training cost")
            .Element("p", "Means over n seeds. FLOPs are two for each multiply-add of one evaluation (encoder, live edges, decoder); the "
                + "dense FreeNet of the same k is 100 %. Seconds are wall time on the machine that trained, and say nothing where several "
                + "runs shared it.", ("class", "caption"));
        foreach (var table in experiment.Groups.GroupBy(static group => (group.DataSet, group.Series)))
        {
            html.Element("div", () => html.Element("table", () =>
            {
                html.Element("caption", $"{Words.Set(table.Key.DataSet)}: {table.Key.Series.Label}").Element("tr", () =>
                {
                    foreach (var head in s_head)
                    {
                        html.Element("th", head);
                    }
                });
                foreach (var group in table)
                {
                    html.Element("tr", () => Row(html, group));
                }
            }, ("class", "cost")), ("class", "wide"));
        }
    }, ("id", "cost"));

    private static void Row(Html html, RunGroup group)
    {
        var runs = group.Runs;
        string[] cells =
        [
            $"{group.Neurons}",
            $"{group.Budget:N0}",
            $"{runs.Count}",
            $"{group.Mean(static run => run.End.LiveEdges):N0}",
            Share(group, static run => run.End.LiveEdges, static run => run.End.MaxEdges),
            $"{group.Mean(static run => 2.0 * run.End.MultiplyAdds):N0}",
            Share(group, static run => run.End.MultiplyAdds, static run => run.End.DenseMultiplyAdds),
            runs.All(static run => run.End.Parameters is not null) ? $"{group.Mean(static run => run.End.Parameters!.Value):N0}" : "",
            $"{group.Mean(static run => run.Epochs.Count):0.#}",
            $"{group.Mean(static run => run.Rounds.Count):0.#}",
            string.Join(", ", runs.GroupBy(Ending).OrderBy(static same => same.Key, StringComparer.Ordinal)
                .Select(same => same.Count() == runs.Count ? same.Key : $"{same.Key} × {same.Count()}")),
            $"{group.Mean(static run => run.End.Seconds):0.0}",
        ];
        foreach (var cell in cells)
        {
            html.Element("td", cell);
        }
    }

    private static string Ending(RunLog run) => run.End.Ending ?? "last epoch";

    private static string Share(RunGroup group, Func<RunLog, double> part, Func<RunLog, double> whole) =>
        group.Runs.All(run => whole(run) > 0) ? $"{100 * group.Mean(run => part(run) / whole(run)):F1} %" : "";
}
