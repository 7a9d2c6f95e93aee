using System.CommandLine;
using System.CommandLine.Parsing;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Data.Idx;
using FreeNets.Trainer.Training;

namespace FreeNets.Trainer.Commands.Training;

/// <summary>The options of <c>freenets train</c> that say what is read, what is written and how the run is told.</summary>
internal sealed class TrainRunningOptions
{
    private const int MaxNameLength = 200;

    // The matrices are small: a second thread gains little alone, and loses much where cores are shared.
    private const int DefaultThreads = 1;

    private readonly Option<string?> _data = Text(
        "--data", "A table (CSV), a folder of images or with IDX files, or one of " + string.Join(", ", DataSets.Names)
            + $". Without it, {DataSets.Default} is drawn.",
        "file|folder|name");

    private readonly Option<string?> _dataRoot = Text(
        "--data-root", "The folder to look for named data sets in, before $FREENETS_DATA and the cache, and to download them to.",
        "folder");

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The model file to write. An existing file is replaced only when training has finished.",
        HelpName = "file",
        DefaultValueFactory = static _ => "model.fnet",
    };

    private readonly Option<string?> _name = Text(
        "--name", "What the model is called; a class name is made from it. Default: data set and neurons.", "name");

    private readonly Option<int> _threads = NumberOption.Whole("--threads", null, "Threads of libtorch", DefaultThreads, 1, 1024);

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Write JSON Lines to standard output, and text to standard error.",
    };

    private readonly Option<bool> _statistics = new("--statistics")
    {
        Description = "With --json: also NCAM and NCIM over the training set, after the first epoch and at the end.",
    };

    /// <summary>The options, ready to be added to a command.</summary>
    public TrainRunningOptions() => _name.Validators.Add(static result =>
    {
        if (result.GetValueOrDefault<string?>() is { } text
            && (string.IsNullOrWhiteSpace(text) || text.Length > MaxNameLength || text.Any(char.IsControl)))
        {
            result.AddError($"--name takes 1 to {MaxNameLength} printable characters.");
        }
    });

    /// <summary>What is read and written, in the order of the help.</summary>
    public IReadOnlyList<Option> Data => [_data, _dataRoot, _output, _name];

    /// <summary>How the run goes and is told, in the order of the help.</summary>
    public IReadOnlyList<Option> Reporting => [_threads, _json, _statistics];

    /// <summary>All that was given, with <paramref name="data"/>, <paramref name="from"/> and <paramref name="training"/>.</summary>
    public TrainSettings Read(ParseResult parsed, DataOptions data, (string? Path, double? ByteScale) from, TrainingOptions training) =>
        new(
        parsed.GetValue(_data),
        data,
        name => parsed.GetResult(name) is OptionResult { Implicit: false },
        parsed.GetValue(_dataRoot),
        parsed.GetRequiredValue(_output),
        parsed.GetValue(_name),
        parsed.GetRequiredValue(_threads),
        parsed.GetValue(_json),
        parsed.GetValue(_statistics),
        from.Path,
        from.ByteScale,
        training);

    private static Option<string?> Text(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName };
}
