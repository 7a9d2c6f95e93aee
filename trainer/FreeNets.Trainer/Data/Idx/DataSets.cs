using FreeNets.Trainer.Data.DrawnDigits;
using Spectre.Console;

namespace FreeNets.Trainer.Data.Idx;

/// <summary>Finds the data set a command names.</summary>
public static class DataSets
{
    /// <summary>The set used where none is named.</summary>
    public const string Default = NamedSets.Digits;

    /// <summary>The names of all known sets.</summary>
    public static IReadOnlyList<string> Names { get; } = [NamedSets.Digits, .. NamedSets.All.Select(set => set.Name)];

    /// <summary>Loads a data set into memory.</summary>
    /// <param name="data">
    /// <c>--data</c>: a known name, a folder with the four IDX files, or the name of such a folder under one of
    /// <see cref="DataFolders"/>; null for <see cref="Default"/>. A known name wins over a folder of that name: write <c>./mnist</c>
    /// for the folder. Files with EMNIST's official names are turned upright and relabelled from 0, those with MNIST's names taken as
    /// they are.
    /// </param>
    /// <param name="dataRoot"><c>--data-root</c>, or null.</param>
    /// <param name="console">Where the progress of a download is shown.</param>
    /// <param name="cancellation">Ends a download; what it wrote is removed.</param>
    /// <exception cref="DataException">The set is unknown, damaged, or can not be downloaded.</exception>
    /// <exception cref="OperationCanceledException">A download was cancelled.</exception>
    public static DataSet Load(string? data, string? dataRoot, IAnsiConsole console, CancellationToken cancellation = default) =>
        Load(data, DataFolders.Here(dataRoot), NamedSets.All, console, cancellation);

    /// <summary>Loads a data set into memory, from given folders and a given table of sets.</summary>
    /// <exception cref="DataException">The set is unknown, damaged, or can not be downloaded.</exception>
    /// <exception cref="OperationCanceledException">A download was cancelled.</exception>
    public static DataSet Load(
        string? data, DataFolders folders, IReadOnlyList<NamedSet> sets, IAnsiConsole console, CancellationToken cancellation = default)
    {
        data ??= Default;
        if (data == NamedSets.Digits)
        {
            return Digits.Create();
        }
        if (sets.FirstOrDefault(set => set.Name == data) is { } named)
        {
            var folder = folders.Find(data) ?? Download.ToFolder(named, folders.Download, console, cancellation);
            var layout = FileLayout.Mnist.AppearsIn(folder) ? FileLayout.Mnist : named.Layout;
            return IdxFolder.Read(data, folder, layout, named.ClassNames);
        }
        if ((Directory.Exists(data) ? data : folders.Find(data)) is { } given)
        {
            var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(given)));
            return IdxFolder.Read(name, given, FileLayout.Of(given), classNames: null);
        }
        throw new DataException($"{data}: neither a folder, nor one under {string.Join(" or ", folders.InOrder)}, nor a known data set. "
            + $"Give a folder with IDX files, or one of {string.Join(", ", sets.Select(set => set.Name).Prepend(NamedSets.Digits))}.");
    }
}
