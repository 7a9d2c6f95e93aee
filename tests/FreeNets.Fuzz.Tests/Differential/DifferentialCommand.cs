using System.CommandLine;
using System.Globalization;

namespace FreeNets.Fuzz.Differential;

/// <summary><c>differential</c>: compiles random networks, and holds what their code computes against the reference.</summary>
internal static class DifferentialCommand
{
    public static Command Create()
    {
        var (networks, seed, first, largest) = (
            new Option<long>("--networks") { DefaultValueFactory = static _ => 100, Description = "How many networks." },
            new Option<int>("--seed") { DefaultValueFactory = static _ => 1, Description = "Which row of networks." },
            new Option<long>("--first") { Description = "The place in the row to begin at." },
            new Option<int>("--largest")
            {
                DefaultValueFactory = static _ => 200,
                Description = "The most neurons and inputs of a network.",
            });
        var command =
            new Command("differential", "Compiles random networks and runs them in every way.") { networks, seed, first, largest };
        command.SetAction(parsed =>
        {
            var run = new DifferentialRun(parsed.GetValue(seed), parsed.GetValue(largest));
            run.Faulty += static (again, fault) => Console.WriteLine($"{fault}\n  {again}");
            run.Run(parsed.GetValue(first), parsed.GetValue(networks));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{parsed.GetValue(networks)} networks, {run.Compared} outputs within their bounds (at most {run.Nearest:P0} of it), "
                + $"{run.Unbounded} without one, {run.Faults} faults"));
            return run.Faults > 0 ? 1 : 0;
        });
        return command;
    }
}
