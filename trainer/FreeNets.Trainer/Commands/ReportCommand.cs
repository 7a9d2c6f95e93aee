using System.CommandLine;

namespace FreeNets.Trainer.Commands;

/// <summary>The options of <c>freenets report</c>, and their help.</summary>
internal static class ReportCommand
{
    /// <summary>What its help says after the options.</summary>
    public const string Explanation = """
        RUNS is a folder as freenets sweep leaves it: one folder a run, with log.jsonl in it. The page shows the paper's
        Table 2 and Figures 4 to 9 for these runs, and accuracy against multiply-adds where they have a budget. It says
        whether FreeEvolve beats what it was run against, and names every run that is missing or damaged. It needs no
        network and no script; the same runs give the same bytes.

        Examples:
          freenets report runs/table2                              writes report.html
          freenets report runs/table2 -o t2.html --figures plots   and each figure as SVG and PNG
          freenets report runs/table2 --tensorboard events         and event files for: tensorboard --logdir events
        """;

    /// <summary>The command, ready to be added to a root.</summary>
    public static Command Create()
    {
        var runs = new Argument<string>("RUNS") { Description = "A folder of runs." };
        var output = new Option<string>("--output", "-o")
        {
            Description = "The HTML page to write.",
            HelpName = "file",
            DefaultValueFactory = static _ => "report.html",
        };
        var figures =
            new Option<string?>("--figures") { Description = "Write each figure to this folder as SVG and PNG.", HelpName = "folder" };
        var tensorBoard = new Option<string?>("--tensorboard")
        {
            Description = "Write TensorBoard event files to this folder, one subfolder per run.",
            HelpName = "folder",
        };
        var markdown = new Option<string?>("--markdown")
        {
            Description = "Write Table 2, or the table of budgets, to this file as Markdown.",
            HelpName = "file",
        };
        var csv = new Option<string?>("--csv") { Description = "Write all runs to this file as CSV, one line per run.", HelpName = "file" };
        var command = new Command("report", "Writes an HTML report of a folder of runs: tables, figures and a verdict.")
        {
            runs,
            output,
            figures,
            tensorBoard,
            markdown,
            csv,
        };
        command.SetAction(result => Report.Run(
            result.GetRequiredValue(runs),
            new ReportOutputs(
                result.GetRequiredValue(output),
                result.GetValue(figures),
                result.GetValue(tensorBoard),
                result.GetValue(markdown),
                result.GetValue(csv)),
            result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error));
        return command;
    }
}
