using FreeNets.Model;
using FreeNets.Trainer.Reports.Figures;
using FreeNets.Trainer.Reports.Statistics;
using FreeNets.Trainer.Runs;

namespace FreeNets.Trainer.Reports.Graphs;

/// <summary>A drawing of an NCG.</summary>
/// <param name="Name">Its file's name without extension.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Svg">The drawing.</param>
internal sealed record GraphPicture(string Name, string Title, string Svg);

/// <summary>The NCG of one run, before and after.</summary>
/// <param name="Run">The run.</param>
/// <param name="Caption">What is seen.</param>
/// <param name="Pictures">Matrix before and after, graph before and after.</param>
internal sealed record GraphPictures(RunLog Run, string Caption, IReadOnlyList<GraphPicture> Pictures)
{
    // Past this, a cell of the matrix is smaller than a pixel.
    private const int MaxNeurons = 1000;

    /// <summary>One run a set; none where no run has statistics.</summary>
    public static IReadOnlyList<GraphPictures> All(Experiment experiment) =>
        [.. Representatives.WithStatistics(experiment).Where(static run => run.AtEnd!.Neurons <= MaxNeurons).Select(Draw)];

    private static GraphPictures Draw(RunLog run)
    {
        // FreeEvolve starts from the dense graph; by the first measurement some edges may be gone already.
        var before = Ncg.Dense(run.AtEnd!.Neurons);
        var after = run.AtEnd.Graph;
        var name = $"ncg-{Words.Slug(run.Start.DataSet)}";
        var pictures = new List<GraphPicture>
        {
            new($"{name}-matrix-before", $"Matrix before: {before.EdgeCount:N0} edges", MatrixSvg.Draw(before, before)),
            new($"{name}-matrix-after", $"Matrix after: {after.EdgeCount:N0} edges", MatrixSvg.Draw(after, before)),
        };
        if (before.EdgeCount <= DepthSvg.MaxEdges)
        {
            pictures.Add(new($"{name}-graph-before", $"Graph before: {Levels(before)}", DepthSvg.Draw(before)));
            pictures.Add(new($"{name}-graph-after", $"Graph after: {Levels(after)}", DepthSvg.Draw(after)));
        }

        var kept = before.EdgeCount == 0 ? 0 : 100.0 * after.EdgeCount / before.EdgeCount;
        return new GraphPictures(
            run,
            $"{Words.Set(run.Start.DataSet)}, {Experiment.Size(run.Start.Neurons, run.Start.Budget)}, seed {run.Start.Seed} ({run.Key}): "
                + $"{kept:F0} % of the edges are "
            + "left (orange; pruned ones are grey in the matrix). In the graphs a neuron stands further right the longer the longest path "
            + "to it is.",
            pictures);
    }

    private static string Levels(Ncg graph) => Words.Count(DepthSvg.Depths(graph).Max() + 1, "level");
}
