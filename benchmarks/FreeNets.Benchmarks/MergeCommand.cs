using System.CommandLine;
using FreeNets.Benchmarks.Results;

namespace FreeNets.Benchmarks;

/// <summary><c>merge</c>: figures that something else measured go into the summary.</summary>
internal static class MergeCommand
{
    public static Command Create()
    {
        var rows =
            new Argument<string>("rows") { Description = "A JSON file: a list of {id, value, target, unit, command}; target may be null." };
        var output = new Option<string>("--output", "-o") { Description = "The folder with summary.json and summary.md.", Required = true };
        var command = new Command("merge", "Puts figures into the summary, in place of those with the same ids.") { rows, output };
        command.SetAction(result =>
        {
            try
            {
                new SummaryFolder(result.GetRequiredValue(output)).Merge(SummaryFolder.Read(result.GetRequiredValue(rows)));
                return 0;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                Console.Error.WriteLine($"merge: {error.Message}");
                return 1;
            }
        });
        return command;
    }
}
