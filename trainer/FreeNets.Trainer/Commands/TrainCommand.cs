using System.CommandLine;
using FreeNets.Model;
using FreeNets.Trainer.Data;
using FreeNets.Trainer.Training;

namespace FreeNets.Trainer.Commands;

/// <summary>The options of <c>freenets train</c>, and their help.</summary>
internal static class TrainCommand
{
    private const int MaxNeurons = 4096;
    private const int MaxNameLength = 200;

    // The matrices are small: a second thread gains little alone, and loses much where cores are shared.
    private const int DefaultThreads = 1;

    private const string Description = "Trains a FreeNet on labelled images and writes it as a .fnet model file.";

    /// <summary>What its help says after the options.</summary>
    public const string Explanation = """
        A FreeNet starts with every neuron wired to every later one. While its weights are trained, edges between
        neurons that are silent together are dropped, and edges between neurons that fire together are added
        (FreeEvolve); the last part of the training is on a fixed graph. With --schedule alternating, weights are
        trained first, then the graph is updated once, and so on until it no longer changes.

        Examples:
          freenets train                                         hand-drawn digits made here, no data needed
          freenets train --data fashion-mnist -o fashion.fnet    downloaded once if it is absent
          freenets train --data ./my-images -k 50 --epochs 10    a folder with four IDX files
          freenets train --data mnist --schedule alternating     weights to the end, then the graph, and again
          freenets train --data mnist --method fcnn              a plain hidden layer, to compare with
          freenets train --data mnist --method rigl --edges 990  another search, at a given number of edges
          freenets train --data mnist --prune-inputs magnitude   nine in ten weights of the encoder go, too
          freenets train --data mnist --json > run.jsonl         one JSON object a line

        Ctrl-C saves what was learnt so far beside the output, as NAME.interrupted.fnet; a second Ctrl-C ends at once.
        The same seed, options and --threads on the same machine give the same file, byte for byte.
        """;

    /// <summary>The headings in its help, each by the option that it stands above.</summary>
    public static readonly IReadOnlyDictionary<string, string> Headings = new Dictionary<string, string>
    {
        ["--data"] = "Data and output",
        ["--neurons"] = "Network",
        ["--method"] = "Graph",
        ["--update-every"] = "Graph, --schedule interleaved",
        ["--round-epochs"] = "Graph, --schedule alternating",
        ["--prune-inputs"] = "Encoder and decoder",
        ["--epochs"] = "Weights",
        ["--threads"] = "Running and reporting",
    };

    private static readonly TrainingOptions s_default = new();

    /// <summary>The command, ready to be added to a root.</summary>
    public static Command Create()
    {
        var data = Text("--data", "A folder with IDX files, or one of " + string.Join(", ", DataSets.Names)
            + $". Without it, {DataSets.Default} is drawn.", "folder|name");
        var dataRoot = Text(
            "--data-root", "Where named sets are looked for and downloaded to, before $FREENETS_DATA and the cache.", "folder");
        var neurons = Whole("--neurons", "-k", "Neurons", s_default.Neurons, 1, MaxNeurons);
        var epochs = Whole(
            "--epochs", null, "Epochs; with --schedule alternating, those before the first update", s_default.Epochs, 1, 1_000_000);
        var search = new TrainSearchOptions();
        var thinning = new TrainInputOptions();
        var loss = TrainSearchOptions.Choice("--loss", "What the weights minimise", s_default.Loss);
        var validation = NumberOption.Create("--validation", null, "The part of the training images to hold out and only measure on",
            "a number from 0, below 1", s_default.ValidationFraction, static value => value is >= 0 and < 1);
        var seed = NumberOption.Create("--seed", null, "What initial weights and the order of samples follow from",
            "a whole number", s_default.Seed, static _ => true);
        var batchSize = Whole("--batch-size", null, "Samples a step", s_default.BatchSize, 1, 65_536);
        var learningRate = NumberOption.Create("--learning-rate", null, "AdamW's rate at the start of a cosine that ends at 0",
            "a number above 0, up to 1", s_default.LearningRate, static value => value is > 0 and <= 1);
        var weightDecay = NumberOption.Create("--weight-decay", null, "AdamW's decoupled decay of weights, not of biases",
            "a number from 0 to 1", s_default.WeightDecay, static value => value is >= 0 and <= 1);
        var activation = new Option<string>("--activation")
        {
            Description = "The neurons' activation. Many neurons of squared-relu need a low rate: 3e-4 for 100.",
            DefaultValueFactory = static _ => "relu",
        }.AcceptOnlyFromAmong("relu", "squared-relu");
        var threads = Whole("--threads", null, "Threads of libtorch", DefaultThreads, 1, 1024);
        var output = new Option<string>("--output", "-o")
        {
            Description = "The model file. One that exists is replaced when training has finished, not before.",
            HelpName = "file",
            DefaultValueFactory = static _ => "model.fnet",
        };
        var name = Text("--name", "What the model is called; a class name is made from it. Default: data set and neurons.", "name");
        name.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text
                && (string.IsNullOrWhiteSpace(text) || text.Length > MaxNameLength || text.Any(char.IsControl)))
            {
                result.AddError($"--name takes 1 to {MaxNameLength} printable characters.");
            }
        });
        var json = new Option<bool>("--json")
        {
            Description = "Print one JSON object a line to standard output, and text for people to standard error.",
        };

        var statistics = new Option<bool>("--statistics")
        {
            Description = "With --json: also NCAM and NCIM over the training set, after the first epoch and at the end.",
        };

        var command = new Command("train", Description);
        foreach (var option in (Option[])
            [
                data, dataRoot, validation, output, name, neurons, activation, .. search.All, .. thinning.All, epochs, batchSize,
                learningRate, weightDecay, loss, seed, threads, json, statistics,
            ])
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) =>
        {
            var training = thinning.Read(parsed, search.Read(parsed, new TrainingOptions
            {
                Neurons = parsed.GetRequiredValue(neurons),
                Activation = parsed.GetRequiredValue(activation) == "relu" ? Activation.Relu : Activation.SquaredRelu,
                Loss = parsed.GetValue(loss) ?? s_default.Loss,
                Epochs = parsed.GetRequiredValue(epochs),
                ValidationFraction = parsed.GetRequiredValue(validation),
                Seed = parsed.GetRequiredValue(seed),
                BatchSize = parsed.GetRequiredValue(batchSize),
                LearningRate = parsed.GetRequiredValue(learningRate),
                WeightDecay = parsed.GetRequiredValue(weightDecay),
            }));
            var settings = new TrainSettings(
                parsed.GetValue(data),
                parsed.GetValue(dataRoot),
                parsed.GetRequiredValue(output),
                parsed.GetValue(name),
                parsed.GetRequiredValue(threads),
                parsed.GetValue(json),
                parsed.GetValue(statistics),
                training);
            var streams = parsed.InvocationConfiguration;
            return Task.FromResult(Train.Run(settings, streams.Output, streams.Error, cancellation));
        });
        return command;
    }

    private static Option<string?> Text(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName };

    /// <summary>An option that takes a whole number of a range.</summary>
    public static Option<int> Whole(string name, string? alias, string description, int defaultValue, int low, int high) =>
        NumberOption.Create(name, alias, description, $"a whole number from {low} to {high}", defaultValue,
            value => value >= low && value <= high);
}
