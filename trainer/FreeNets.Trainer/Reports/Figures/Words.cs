using FreeNets.Trainer.Runs;

namespace FreeNets.Trainer.Reports.Figures;

/// <summary>Phrases that captions and tables share.</summary>
internal static class Words
{
    /// <summary>MNIST, Fashion-MNIST; others as they are.</summary>
    public static string Set(string name) => name switch
    {
        "mnist" => "MNIST",
        "fashion-mnist" => "Fashion-MNIST",
        "kmnist" => "KMNIST",
        _ when name.StartsWith("emnist", StringComparison.Ordinal) => $"EMNIST{name["emnist".Length..].Replace('-', ' ')}",
        _ => name,
    };

    /// <summary>A part of a file's name and of an identifier.</summary>
    public static string Slug(string name) =>
        string.Concat(name.ToLowerInvariant().Select(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-'));

    /// <summary>"seed 1", "seeds 1, 2 and 3", "seeds 1–5".</summary>
    public static string Seeds(IEnumerable<RunLog> runs)
    {
        var seeds = runs.Select(static run => run.Start.Seed).Distinct().Order().ToArray();
        return seeds.Length switch
        {
            1 => $"seed {seeds[0]}",
            > 2 when seeds[^1] - seeds[0] == seeds.Length - 1 => $"seeds {seeds[0]}–{seeds[^1]}",
            _ => $"seeds {List(seeds.Select(static seed => seed.ToString(System.Globalization.CultureInfo.InvariantCulture)))}",
        };
    }

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string List(IEnumerable<string> items)
    {
        var all = items.ToArray();
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    /// <summary>"1 run", "2 runs".</summary>
    public static string Count(int count, string thing) => $"{count:N0} {thing}{(count == 1 ? "" : "s")}";

    /// <summary>+0.12, −0.12: with the sign that mathematics uses.</summary>
    public static string Signed(double value) => $"{value:+0.00;−0.00;0.00}";

    /// <summary>The wanted values that are there, or else the smallest and the largest.</summary>
    public static IReadOnlyList<int> Pick(IReadOnlyList<int> have, params int[] wanted)
    {
        var picked = wanted.Where(have.Contains).ToArray();
        return picked.Length == wanted.Length ? picked : [.. new[] { have.Min(), have.Max() }.Distinct()];
    }
}
