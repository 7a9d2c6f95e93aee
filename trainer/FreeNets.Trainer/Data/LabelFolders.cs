using System.Globalization;

namespace FreeNets.Trainer.Data;

/// <summary>A file with the label that its folder gives it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Label">The number of its label.</param>
internal sealed record LabelledFile(string Path, int Label);

/// <summary>A folder with a sub-folder a label, or with folders train and test above them.</summary>
/// <param name="Labels">The names of the sub-folders: by size where they are numbers, otherwise by their characters.</param>
/// <param name="Train">The files, by name and then by label.</param>
/// <param name="Test">Those in the folder test; null where there is none.</param>
internal sealed record LabelFolders(IReadOnlyList<string> Labels, IReadOnlyList<LabelledFile> Train, IReadOnlyList<LabelledFile>? Test)
{
    private const int MostLabels = 256;

    /// <summary>Whether a folder holds files of a kind in sub-folders.</summary>
    public static bool Holds(string folder, IReadOnlyList<string> extensions) =>
        SubFolders(folder).Any(sub => Files(sub, extensions).Any());

    /// <summary>Lists the files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="extensions">The names that files end with, in small letters.</param>
    /// <param name="what">What the files are, for messages: images.</param>
    /// <exception cref="DataException">There are fewer than two labels, or folders that do not go together.</exception>
    public static LabelFolders Read(string folder, IReadOnlyList<string> extensions, string what)
    {
        var (train, test) = (Path.Combine(folder, "train"), Path.Combine(folder, "test"));
        var isSplit = Directory.Exists(train) && Directory.Exists(test);
        var root = isSplit ? train : folder;
        var labels = SubFolders(root).Select(static sub => Path.GetFileName(sub)).ToArray();
        labels = labels.All(static label => int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? [.. labels.OrderBy(static label => int.Parse(label, CultureInfo.InvariantCulture))]
            : [.. labels.Order(StringComparer.Ordinal)];
        CheckLabels(root, labels, what);
        var files = FilesOf(root, labels, extensions);
        foreach (var label in Enumerable.Range(0, labels.Length).Except(files.Select(static file => file.Label)))
        {
            throw new DataException($"{Path.Combine(root, labels[label])}: no {what} in this folder ({string.Join(", ", extensions)}). "
                + "Add some, or remove the folder.");
        }

        return new LabelFolders(labels, files, isSplit ? TestFiles(test, labels, extensions, what) : null);
    }

    private static List<LabelledFile> TestFiles(string test, string[] labels, IReadOnlyList<string> extensions, string what)
    {
        if (SubFolders(test).Select(static sub => Path.GetFileName(sub)).FirstOrDefault(label => !labels.Contains(label)) is { } unknown)
        {
            throw new DataException(
                $"{Path.Combine(test, unknown)}: the label '{unknown}' is not among those to train on, {string.Join(", ", labels)}. "
                + "Rename the folder, or add one like it to train.");
        }

        var files = FilesOf(test, labels, extensions);
        return files.Count > 0 ? files : throw new DataException($"{test}: no {what} to test with. Add some, or remove the folder.");
    }

    private static void CheckLabels(string root, string[] labels, string what)
    {
        if (labels.Length is < 2 or > MostLabels)
        {
            throw new DataException($"{root}: {labels.Length} sub-folders with {what}; 2 to {MostLabels} are needed, one a label. "
                + (labels.Length < 2 ? "Put the files of each label into a folder of its name." : "Merge some."));
        }

        if (labels.GroupBy(static label => string.Concat(label.Where(static c => !char.IsWhiteSpace(c))).ToLowerInvariant())
            .FirstOrDefault(static alike => alike.Count() > 1) is { } twins)
        {
            throw new DataException($"{root}: the labels {string.Join(" and ", twins.Select(static label => $"'{label}'"))} differ by case "
                + "or blanks only. Merge the folders.");
        }
    }

    private static List<LabelledFile> FilesOf(string root, string[] labels, IReadOnlyList<string> extensions) =>
    [
        .. labels.SelectMany((name, label) => Files(Path.Combine(root, name), extensions).Select(path => new LabelledFile(path, label)))
            .OrderBy(static file => Path.GetFileName(file.Path), StringComparer.Ordinal)
            .ThenBy(static file => file.Label),
    ];

    private static IEnumerable<string> SubFolders(string folder) => Listed(folder, () =>
        Directory.GetDirectories(folder).Where(static sub => !Path.GetFileName(sub).StartsWith('.')));

    private static IEnumerable<string> Files(string folder, IReadOnlyList<string> extensions) =>
        !Directory.Exists(folder) ? [] : Listed(folder, () =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => !Path.GetFileName(path).StartsWith('.') && extensions.Contains(Path.GetExtension(path).ToLowerInvariant())));

    private static IEnumerable<string> Listed(string folder, Func<IEnumerable<string>> list)
    {
        try
        {
            return [.. list()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{folder}: cannot be listed ({e.Message.TrimEnd('.')}). Check the folder's permissions.", e);
        }
    }
}
