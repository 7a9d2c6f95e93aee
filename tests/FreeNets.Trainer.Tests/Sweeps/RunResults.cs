using System.Text.RegularExpressions;

namespace FreeNets.Trainer.Tests.Sweeps;

/// <summary>What is in a folder of runs, without the times.</summary>
internal static partial class RunResults
{
    /// <summary>The files of all runs by their relative path: logs as text without its times, the rest as hex.</summary>
    public static SortedDictionary<string, string> Read(string runs)
    {
        var results = new SortedDictionary<string, string>(StringComparer.Ordinal);
        // A sweep may be killed before it makes the folder.
        foreach (var folder in Directory.CreateDirectory(runs).GetDirectories().Where(static folder => folder.Name != ".unfinished"))
        {
            foreach (var file in Directory.GetFiles(folder.FullName))
            {
                results[Path.GetRelativePath(runs, file)] = file.EndsWith("log.jsonl", StringComparison.Ordinal)
                    ? Seconds().Replace(File.ReadAllText(file), "\"seconds\":_")
                    : Convert.ToHexString(File.ReadAllBytes(file));
            }
        }

        return results;
    }

    [GeneratedRegex("\"(?:s|processorS)econds\":[0-9.eE+-]+")]
    private static partial Regex Seconds();
}
