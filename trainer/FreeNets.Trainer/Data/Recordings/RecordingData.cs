using FreeNets.Model;
using FreeNets.Trainer.Data.Tables;

namespace FreeNets.Trainer.Data.Recordings;

/// <summary>Makes training data of recordings: each window of rows is a sample, and no window is of two recordings.</summary>
public static class RecordingData
{
    private const int MostInputs = 65_536;

    /// <summary>What recordings end with.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".csv"];

    /// <summary>Reads a folder with a sub-folder a label, in each a file a recording; or with folders train and test above them.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How recordings are cut.</param>
    /// <param name="holding">What to hold out where there is no folder test.</param>
    /// <param name="tell">Told what the user should know.</param>
    /// <exception cref="DataException">The recordings cannot be used together.</exception>
    public static TrainingData Load(string folder, RecordingOptions options, Holding holding, Action<string> tell)
    {
        var folders = LabelFolders.Read(folder, Extensions, "recordings");
        var channels = (IReadOnlyList<string>?)null;
        var train = Windows(folder, Read(folders.Train), channels!, options, tell);
        if (folders.Test is not null)
        {
            HeldOut.CheckNoFolds(folder, holding);
        }

        var test = folders.Test is null ? null : Windows(folder, Read(folders.Test), channels!, options, tell);
        return Prepared(folder, folders.Labels, channels!, train, test, holding);

        List<Recording> Read(IReadOnlyList<LabelledFile> files)
        {
            var recordings = new List<Recording>();
            foreach (var file in files)
            {
                (var recording, channels) = Recording.Read(file.Path, file.Label, channels);
                recordings.Add(recording);
            }

            return recordings;
        }
    }

    /// <summary>Reads a table of which one column is the label: a run of rows with the same label is a recording.</summary>
    /// <param name="path">The table.</param>
    /// <param name="target">The column.</param>
    /// <param name="options">How recordings are cut.</param>
    /// <param name="holding">The recordings to hold out.</param>
    /// <param name="tell">Told what the user should know.</param>
    /// <exception cref="DataException">The table cannot be learnt from.</exception>
    public static TrainingData LoadTable(string path, string target, RecordingOptions options, Holding holding, Action<string> tell)
    {
        var table = CsvTable.Open(path);
        var column = table.Names.ToList().IndexOf(target);
        if (column < 0)
        {
            throw new DataException($"{path}: there is no column '{target}'. Its columns are {string.Join(", ", table.Names)}.");
        }

        var labels = new List<string>();
        var recordings = Recording.Runs(table, column, labels).ToList();
        if (labels.Count is < 2 or > 256)
        {
            throw new DataException(
                $"{path}, column '{target}': {labels.Count} labels; 2 to 256 can be told apart. Give another --target.");
        }

        var order = labels.Order(StringComparer.Ordinal).ToList();
        var channels = table.Names.Where(name => name != target).ToList();
        var train = Windows(
            path, [.. recordings.Select(recording => recording with { Label = order.IndexOf(labels[recording.Label]) })], channels, options,
            tell);
        return Prepared(path, order, channels, train, null, holding);
    }

    /// <summary>Windows as samples: a row's channels side by side, rows in the order of time.</summary>
    private static Samples Windows(
        string source, List<Recording> recordings, IReadOnlyList<string> channels, RecordingOptions options, Action<string> tell)
    {
        var inputs = options.Rows * channels.Count;
        if (channels.Count == 0 || inputs > MostInputs)
        {
            throw new DataException($"{source}: windows of {options.Rows} rows and {channels.Count} columns are {inputs:N0} inputs; "
                + $"1 to {MostInputs:N0} are allowed. Change --rows.");
        }

        var (values, labels, groups, tooShort) = (new List<float>(), new List<byte>(), new List<int>(), new List<string>());
        foreach (var (recording, group) in recordings.Select(static (recording, group) => (recording, group)))
        {
            for (var start = 0; (start * channels.Count) + inputs <= recording.Values.Length; start += options.Stride)
            {
                values.AddRange(recording.Values.AsSpan(start * channels.Count, inputs));
                labels.Add((byte)recording.Label);
                groups.Add(group);
            }

            if (recording.Values.Length < inputs)
            {
                tooShort.Add(recording.Source);
            }
        }

        if (tooShort.Count > 0)
        {
            tell($"{tooShort.Count:N0} of {recordings.Count:N0} recordings have fewer than {options.Rows} rows and are left out: "
                + $"{string.Join("; ", tooShort.Take(5))}{(tooShort.Count > 5 ? "; …" : "")}.");
        }

        return labels.Count > 0
            ? new Samples { Inputs = inputs, Numbers = [.. values], Labels = [.. labels], Groups = [.. groups] }
            : throw new DataException($"{source}: no recording has {options.Rows} rows. Lower --rows.");
    }

    private static TrainingData Prepared(
        string source, IReadOnlyList<string> labels, IReadOnlyList<string> channels, Samples train, Samples? test, Holding holding)
    {
        (train, test) = test is null ? HeldOut.Of(source, train, labels, holding) : (train, test);
        if (train.Labels.Distinct().Count() < 2)
        {
            throw new DataException($"{source}: all windows to train on are of one label. Lower --rows, or add recordings.");
        }

        var units = channels.Select((_, channel) => TableFeatures.UnitOf([.. train.Numbers.Where((_, i) => i % channels.Count == channel)]))
            .ToArray();
        var features = Enumerable.Range(0, train.Inputs).Select(input =>
        {
            var unit = units[input % channels.Count];
            var name = $"{channels[input % channels.Count]}_{input / channels.Count}";
            return new Feature(new InputColumn(name), (float)unit.Mean, (float)(1 / unit.Deviation));
        });
        var set = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(Path.GetFullPath(source)));
        return new TrainingData(set, train, test, labels) { IsOwn = true, Preparation = new Preparation([.. features], []) };
    }
}
