using System.CommandLine;
using FreeNets.Fuzz.Corpus;

namespace FreeNets.Fuzz.Hostile;

/// <summary><c>fuzz</c>: reads damaged files, and says what was wrong with how they were read.</summary>
internal static class FuzzCommand
{
    public static Command Create()
    {
        var (mutants, seed, first) = (
            new Option<long>("--mutants") { DefaultValueFactory = static _ => 10_000, Description = "How many files." },
            new Option<int>("--seed") { DefaultValueFactory = static _ => 1, Description = "Which row of files." },
            new Option<long>("--first") { Description = "The place in the row to begin at." });
        var sample = new Option<int>("--sample")
        {
            DefaultValueFactory = static _ => 20,
            Description = "Every how many of those that are accepted are compiled.",
        };
        var more = new Option<string?>("--corpus") { Description = "A folder of ONNX files to damage as well, such as shared/interop." };
        var folder = new Option<string?>("--save") { Description = "A folder for the files that were read badly." };
        var command = new Command("fuzz", "Reads damaged files of every format.") { mutants, seed, first, sample, more, folder };
        command.SetAction(parsed =>
        {
            using var run = new FuzzRun(SeedFiles.All(parsed.GetValue(more)), parsed.GetValue(seed), parsed.GetValue(sample));
            return Run(run, parsed.GetValue(first), parsed.GetValue(mutants), parsed.GetValue(folder));
        });
        return command;
    }

    private static int Run(FuzzRun run, long first, long mutants, string? folder)
    {
        run.Faulty += (mutant, fault) =>
        {
            Console.WriteLine($"{mutant.File.Name}: {fault}\n  {mutant.Command}");
            if (folder is not null)
            {
                File.WriteAllBytes(
                    Path.Combine(Directory.CreateDirectory(folder).FullName, $"{mutant.Seed}-{mutant.Index}{mutant.File.Extension}"),
                    mutant.File.Bytes);
            }
        };
        run.Read(first, mutants);
        Console.WriteLine(run.Summary);
        return run.Faults > 0 ? 1 : 0;
    }
}
