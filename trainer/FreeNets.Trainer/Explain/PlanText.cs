using FreeNets.Compiler;
using FreeNets.Trainer.Terminal;
using Spectre.Console;

namespace FreeNets.Trainer.Explain;

/// <summary>The plan for a terminal or a file; colour on a terminal only.</summary>
internal static class PlanText
{
    // What a line may take where no terminal sets a limit.
    private const int Width = 160;

    /// <summary>Writes the whole plan.</summary>
    public static void Write(Explanation plan, string name, TextWriter output)
    {
        var console = PeopleConsole.On(output);
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = Width;
        }

        console.MarkupLineInterpolated($"[bold]{name}[/]: {PlanTables.Lead(plan.Planned.Source)}");
        foreach (var table in PlanTables.All(plan))
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{table.Title}[/]");
            if (table.Note.Length > 0)
            {
                console.MarkupLineInterpolated($"[grey]{table.Note}[/]");
            }

            console.Write(Grid(table));
        }
    }

    private static Table Grid(PlanTable table)
    {
        var grid = new Table { Border = TableBorder.Simple, UseSafeBorder = false };
        for (var column = 0; column < table.Head.Count; column++)
        {
            var head = new TableColumn(new Text(table.NameOf(column)));
            grid.AddColumn(table.IsNumber(column) ? head.RightAligned() : head);
        }

        foreach (var row in table.Rows)
        {
            grid.AddRow(row.Select(static cell => new Text(cell)));
        }

        return grid;
    }
}
