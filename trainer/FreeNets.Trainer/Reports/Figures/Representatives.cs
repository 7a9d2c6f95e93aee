using FreeNets.Trainer.Reports.Statistics;
using FreeNets.Trainer.Runs;

namespace FreeNets.Trainer.Reports.Figures;

/// <summary>The one run of a set that stands for the others where a figure can show but one.</summary>
internal static class Representatives
{
    /// <summary>Of each set, FreeEvolve's run of the largest k and lowest seed that has statistics of start and end.</summary>
    public static IReadOnlyList<RunLog> WithStatistics(Experiment experiment) =>
        experiment.Main is null
            ? []
            :
            [
                .. experiment.DataSets.Select(dataSet => experiment.Of(dataSet, experiment.Main).Reverse()
                        .SelectMany(static group => group.Runs)
                        .FirstOrDefault(static run => run.AtStart is { Neurons: > 1 } start && run.AtEnd?.Neurons == start.Neurons))
                    .OfType<RunLog>(),
            ];
}
