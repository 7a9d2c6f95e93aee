using FreeNets.Trainer.Reports.Figures;

namespace FreeNets.Trainer.Reports.Drawing;

/// <summary>A figure of the page.</summary>
/// <param name="Id">Its anchor, such as <c>figure4</c>.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Caption">What is seen, and from which runs; or, without panels, why there is nothing to see.</param>
/// <param name="Panels">Its plots; none where the runs have no data for it.</param>
internal sealed record Figure(string Id, string Title, string Caption, IReadOnlyList<Panel> Panels)
{
    /// <summary>Figures 4 to 9 of the paper, in that order.</summary>
    public static IReadOnlyList<Figure> All(Statistics.Experiment experiment) =>
    [
        AccuracyByEpoch.Draw(experiment),
        AccuracyByNeurons.Draw(experiment),
        ChangesByUpdate.Draw(experiment),
        ActivationDensities.Draw(experiment),
        EdgesByNeurons.Draw(experiment),
        EdgesByStep.Draw(experiment),
    ];
}
