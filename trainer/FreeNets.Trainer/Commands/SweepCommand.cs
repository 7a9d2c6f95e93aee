using System.CommandLine;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Plans;
using FreeNets.Trainer.Sweeps;
using FreeNets.Trainer.Terminal;

namespace FreeNets.Trainer.Commands;

/// <summary>The options of <c>freenets sweep</c>, and their help.</summary>
internal static class SweepCommand
{
    private const string DataVariable = "FREENETS_DATA";
    private const string Description = "Runs the trainings of a plan, and skips those that are done.";

    /// <summary>What its help says after the options.</summary>
    public const string Explanation = """
        A plan is a JSON file of lists: every combination of sets, neurons, budgets, methods, epsilon and seeds is
        a run of 'freenets train' in a process of its own, on one thread, seed by seed. Its results go to RUNS/KEY/: log.jsonl, model.fnet;
        or error.txt where it failed. However a sweep ends, the same command resumes it.

        Examples:
          freenets sweep --list                            the plans of the paper's tables and figures
          freenets sweep table2 --data-root ./data         Table 2, as many runs in parallel as there are cores
          freenets sweep frontier --runs frontier          accuracy against live weights, of FreeEvolve and baselines
          freenets sweep table2 --print > mine.json        a plan to edit
          freenets sweep mine.json --runs mine --jobs 8
          freenets sweep mine.json --runs mine --on slurm  one job array on a Slurm cluster; waits, and collects

        On a cluster, the nodes must see RUNS, the data and this program under the same paths. What a job needs to be
        accepted (partition, account, time limit) is taken from sbatch's variables, such as SBATCH_PARTITION.
        """;

    /// <summary>The command, ready to be added to a root.</summary>
    public static Command Create()
    {
        var plan = new Argument<string?>("PLAN")
        {
            Description = "A plan file, or one of " + string.Join(", ", ReadyPlans.Names) + ".",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var list = new Option<bool>("--list") { Description = "List the plans that come with freenets." };
        var print = new Option<bool>("--print") { Description = "Print the plan as JSON." };
        var runs = new Option<string>("--runs")
        {
            Description = "The folder of runs; plans may share it.",
            HelpName = "folder",
            DefaultValueFactory = static _ => "runs",
        };
        var jobs = NumberOption.Create("--jobs", "-j", "Runs in parallel; 0 for one per core, or on a cluster as many as it allows",
            "an integer from 0 to 1024", 0, static value => value is >= 0 and <= 1024);
        var dataRoot = new Option<string?>("--data-root")
        {
            Description = "The folder to look for named data sets in, before $FREENETS_DATA and the cache.",
            HelpName = "folder",
        };
        var engine = new Option<string>("--on")
        {
            Description = "Where to run.",
            DefaultValueFactory = static _ => "local",
        }.AcceptOnlyFromAmong("local", "slurm");
        var only = NumberOption.Create("--only", null, "Run only this run of the plan, as a task of a job array does",
            "an integer from 0", -1, static value => value >= 0);
        only.DefaultValueFactory = null;
        var json = new Option<bool>("--json")
        {
            Description = "Write JSON Lines to standard output, and text to standard error.",
        };

        var command = new Command("sweep", Description) { plan, list, print, runs, jobs, dataRoot, engine, only, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(plan) is null && !result.GetValue(list))
            {
                result.AddError("sweep takes a plan: a file, or a name that 'freenets sweep --list' shows.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            try
            {
                if (parsed.GetValue(list))
                {
                    return List(output);
                }
                if (parsed.GetValue(print))
                {
                    output.Write(PlanFile.Find(parsed.GetValue(plan)!).Text);
                    return ExitCode.Success;
                }

                MakeDataFolderAbsolute();
                var report = parsed.GetValue(json) ? new SweepReport(error, output) : new SweepReport(output, null);
                var settings = new SweepSettings(
                    parsed.GetValue(plan)!,
                    parsed.GetRequiredValue(runs),
                    parsed.GetValue(jobs) is > 0 and var count ? count : null,
                    parsed.GetValue(dataRoot),
                    parsed.GetValue(engine) == "slurm" ? SweepEngine.Slurm : SweepEngine.Local);
                var sweep = new Sweep(settings, TrainProgram.This(), report);
                return parsed.GetResult(only) is { Implicit: false }
                    ? await sweep.RunOnlyAsync(parsed.GetRequiredValue(only), cancellation)
                    : await sweep.RunAsync(cancellation);
            }
            catch (Exception e) when (e is SweepException or DataException)
            {
                error.WriteLine($"freenets: {e.Message}");
                return ExitCode.Usage;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                error.WriteLine("freenets: interrupted before a run began.");
                return ExitCode.Interrupted;
            }
        });
        return command;
    }

    // Runs work in folders of their own.
    private static void MakeDataFolderAbsolute()
    {
        if (Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } folder)
        {
            Environment.SetEnvironmentVariable(DataVariable, Path.GetFullPath(folder));
        }
    }

    private static int List(TextWriter output)
    {
        foreach (var name in ReadyPlans.Names)
        {
            var plan = PlanFile.Find(name).Plan;
            output.WriteLine($"{name,-10} {plan.Runs().Count,4} runs   {plan.Description}");
        }

        return ExitCode.Success;
    }
}
