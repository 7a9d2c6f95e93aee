using FreeNets.Model;
using FreeNets.Trainer.Reports.Drawing;
using FreeNets.Trainer.Reports.Figures;
using FreeNets.Trainer.Reports.Graphs;
using FreeNets.Trainer.Reports.Pages;
using FreeNets.Trainer.Reports.Statistics;
using FreeNets.Trainer.Reports.Tables;
using FreeNets.Trainer.Reports.TensorBoard;
using FreeNets.Trainer.Runs;
using FreeNets.Trainer.Terminal;

namespace FreeNets.Trainer.Commands;

/// <summary>Where the parts of a report go; null for those that are not asked for.</summary>
/// <param name="Page">The HTML page.</param>
/// <param name="Figures">A folder for SVG and PNG files.</param>
/// <param name="TensorBoard">A folder for event files.</param>
/// <param name="Markdown">Table 2, and accuracy by budget.</param>
/// <param name="Csv">All runs.</param>
internal sealed record ReportOutputs(string Page, string? Figures, string? TensorBoard, string? Markdown, string? Csv);

/// <summary>What <c>freenets report</c> does.</summary>
internal static class Report
{
    /// <summary>Reads the runs and writes what was asked for; a user's fault is one line on <paramref name="error"/>.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static int Run(string runs, ReportOutputs outputs, TextWriter output, TextWriter error)
    {
        if (!Directory.Exists(runs))
        {
            return ExitCode.Fail(error, $"{runs}: no such folder. Give one that freenets sweep has filled.", ExitCode.Usage);
        }

        if (FaultOf(outputs) is { } fault)
        {
            return ExitCode.Fail(error, fault, ExitCode.Usage);
        }

        try
        {
            var experiment = Experiment.Of(RunFolder.Read(runs));
            foreach (var gap in experiment.Gaps)
            {
                error.WriteLine($"freenets: warning: {gap.Key}: {gap.Reason}");
            }

            if (experiment.Groups.Count == 0)
            {
                return ExitCode.Fail(
                    error, $"{runs}: no finished run in it. A run is a folder with log.jsonl in it; freenets sweep makes them.",
                    ExitCode.Failure);
            }

            Write(experiment, outputs, output);
            return ExitCode.Success;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ExitCode.Fail(error, e.Message, ExitCode.Failure);
        }
    }

    private static string? FaultOf(ReportOutputs outputs) =>
        OutputFile.FaultOf("--output", outputs.Page, "report.html")
        ?? (outputs.Markdown is { } markdown ? OutputFile.FaultOf("--markdown", markdown, "table2.md") : null)
        ?? (outputs.Csv is { } csv ? OutputFile.FaultOf("--csv", csv, "runs.csv") : null)
        ?? FolderFaultOf("--figures", outputs.Figures)
        ?? FolderFaultOf("--tensorboard", outputs.TensorBoard);

    private static string? FolderFaultOf(string option, string? path) =>
        File.Exists(path) ? $"{option} {path}: is not a folder. Give the name of one, which need not exist." : null;

    private static void Write(Experiment experiment, ReportOutputs outputs, TextWriter output)
    {
        var (page, figureFolder, eventFolder, markdown, csv) = outputs;
        var figures = Figure.All(experiment);
        var frontier = AccuracyByBudget.Draw(experiment);
        var graphs = GraphPictures.All(experiment);
        AtomicFile.Write(page, ReportPage.Write(experiment, frontier, figures, graphs));
        output.WriteLine($"wrote {page}: {experiment.Groups.Sum(static group => group.Runs.Count)} runs, {experiment.Gaps.Count} gaps");
        if (markdown is not null)
        {
            AtomicFile.Write(markdown, MarkdownTable.Write(experiment));
            output.WriteLine($"wrote the tables to {markdown}");
        }

        if (csv is not null)
        {
            AtomicFile.Write(csv, RunsTable.Write(experiment));
            output.WriteLine($"wrote all runs to {csv}");
        }

        if (figureFolder is not null)
        {
            WriteFigures(figureFolder, frontier is null ? figures : [frontier, .. figures], graphs);
            if (frontier is not null)
            {
                AtomicFile.Write(Path.Combine(figureFolder, $"{frontier.Id}.svg"), AccuracyByBudget.Picture(experiment, frontier));
            }

            output.WriteLine($"wrote the figures to {figureFolder}");
        }

        if (eventFolder is not null)
        {
            foreach (var run in experiment.Groups.SelectMany(static group => group.Runs))
            {
                AtomicFile.Write(Path.Combine(eventFolder, run.Key, EventFile.Name), EventFile.Bytes(run));
            }

            output.WriteLine($"wrote event files to {eventFolder}; see them with: tensorboard --logdir {eventFolder}");
        }
    }

    private static void WriteFigures(string folder, IReadOnlyList<Figure> figures, IReadOnlyList<GraphPictures> graphs)
    {
        foreach (var panel in figures.SelectMany(static figure => figure.Panels))
        {
            AtomicFile.Write(Path.Combine(folder, $"{panel.Name}.svg"), panel.FileSvg());
            AtomicFile.Write(Path.Combine(folder, $"{panel.Name}.png"), panel.Png());
        }

        foreach (var picture in graphs.SelectMany(static graph => graph.Pictures))
        {
            AtomicFile.Write(Path.Combine(folder, $"{picture.Name}.svg"), InlinedSvg.WithFont(picture.Svg));
        }
    }
}
