using FreeNets.Trainer.Data.Idx;
using FreeNets.Trainer.Data.Images;
using FreeNets.Trainer.Data.Recordings;
using FreeNets.Trainer.Data.Tables;
using Spectre.Console;

namespace FreeNets.Trainer.Data;

/// <summary>Finds out what <c>--data</c> names, and reads it.</summary>
internal static class TrainingSources
{
    private static readonly string[] s_tables = [".csv", ".tsv", ".txt"];
    private static readonly string[] s_testing = ["--test", "--folds", "--learning-curve"];

    /// <summary>Loads what a network is to be trained on.</summary>
    /// <param name="data"><c>--data</c>: a table, a folder of images or of recordings, or what
    /// <see cref="DataSets.Load(string?, string?, IAnsiConsole, CancellationToken)"/> takes.</param>
    /// <param name="dataRoot"><c>--data-root</c>, or null.</param>
    /// <param name="options">How data of one's own are read.</param>
    /// <param name="console">Where the progress of a download is shown.</param>
    /// <param name="tell">Told what the user should know of the data.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataException">The data cannot be used; or an option was given that has no meaning for them.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TrainingData Load(
        string? data, string? dataRoot, DataOptions options, IAnsiConsole console, Action<string> tell, CancellationToken cancellation)
    {
        if (data is not null && !Path.Exists(data) && IsTable(data) && DataFolders.Here(dataRoot).FindFile(data) is { } found)
        {
            data = found;
        }

        if (data is not null && File.Exists(data))
        {
            return IsTable(data)
                ? Table(data, options, tell, cancellation)
                : throw new DataException(
                    $"{data}: files of this kind are not read. Give a table, as {string.Join(", ", s_tables)}, or a folder.");
        }

        if (data is not null
            && Directory.Exists(data)
            && !DataSets.Names.Contains(data)
            && LabelFolders.Holds(data, ImageFolder.Extensions))
        {
            options.Only(data, "a folder of images", [.. s_testing, "--size", "--channels", "--fit", "--skip-unreadable"]);
            return ImageFolder.Load(data, options.Images, options.HoldingOf(data), tell, cancellation);
        }

        if (data is not null
            && Directory.Exists(data)
            && !DataSets.Names.Contains(data)
            && LabelFolders.Holds(data, RecordingData.Extensions))
        {
            options.Only(data, "a folder of recordings", [.. s_testing, "--rows", "--stride"]);
            return options.Recordings is { } cut
                ? RecordingData.Load(data, cut, options.HoldingOf(data), tell)
                : throw new DataException($"{data}: how many rows of a recording are one sample? Give --rows, such as --rows 64.");
        }

        options.Only(data ?? DataSets.Default, "IDX files", "--learning-curve");
        var set = DataSets.Load(data, dataRoot, console, cancellation);
        DataFaults.Check(set);
        foreach (var warning in DataFaults.WarningsOf(set))
        {
            tell(warning);
        }

        return set;
    }

    private static bool IsTable(string path) => s_tables.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static TrainingData Table(string path, DataOptions options, Action<string> tell, CancellationToken cancellation)
    {
        var columns = CsvTable.Open(path).Names;
        if (options.Target is not { } target)
        {
            throw new DataException($"{path}: which column is to be predicted? Give --target, one of {string.Join(", ", columns)}.");
        }

        if (options.Recordings is { } cut)
        {
            options.Only(path, "a table of recordings", [.. s_testing, "--rows", "--stride", "--target"]);
            return RecordingData.LoadTable(path, target, cut, options.HoldingOf(path), tell);
        }

        options.Only(path, "a table", [.. s_testing, "--target", "--task", "--types", "--missing"]);
        var targets = columns.Contains(target) ? [target] : target.Split(',', StringSplitOptions.TrimEntries);
        return TableData.Load(path, options.Table with { Targets = targets }, tell, cancellation);
    }
}
