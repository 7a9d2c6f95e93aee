namespace FreeNets.Trainer.Data.Idx;

/// <summary>Where named sets are looked for, each in a sub-folder of its name.</summary>
/// <param name="DataRoot">The value of <c>--data-root</c>, if given: searched first, and where downloads go.</param>
/// <param name="FreeNetsData">The value of <c>$FREENETS_DATA</c>, if set: searched second.</param>
/// <param name="Cache">The user's cache folder: searched last, and where downloads go without <paramref name="DataRoot"/>.</param>
public sealed record DataFolders(string? DataRoot, string? FreeNetsData, string Cache)
{
    /// <summary>The folders of this machine and user.</summary>
    public static DataFolders Here(string? dataRoot) => new(NullIfEmpty(dataRoot), Variable("FREENETS_DATA"), CacheFolder());

    /// <summary>The folders in the order in which they are searched.</summary>
    public IReadOnlyList<string> InOrder => [.. new[] { DataRoot, FreeNetsData, Cache }.OfType<string>()];

    /// <summary>Where a set goes that was found in none of them.</summary>
    public string Download => DataRoot ?? Cache;

    /// <summary>The first existing sub-folder of that name, or null.</summary>
    public string? Find(string name) => InOrder.Select(root => Path.Combine(root, name)).FirstOrDefault(Directory.Exists);

    /// <summary>The first existing file of that name, such as a table, or null.</summary>
    public string? FindFile(string name) => InOrder.Select(root => Path.Combine(root, name)).FirstOrDefault(File.Exists);

    private static string CacheFolder()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var cache = OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Variable("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache");
        return Path.Combine(cache, "freenets");
    }

    private static string? Variable(string name) => NullIfEmpty(Environment.GetEnvironmentVariable(name));

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
