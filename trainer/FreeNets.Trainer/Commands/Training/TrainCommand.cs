using System.CommandLine;
using FreeNets.Trainer.Terminal;
using FreeNets.Trainer.Training;

namespace FreeNets.Trainer.Commands.Training;

/// <summary>The options of <c>freenets train</c>, and their help.</summary>
internal static class TrainCommand
{
    private const string Description = "Trains a FreeNet on labelled images or a table and writes it as a .fnet model file.";

    /// <summary>What its help says after the options.</summary>
    public const string Explanation = """
        A FreeNet starts with every neuron wired to every later one. While its weights are trained, edges between
        neurons that are silent together are dropped, and edges between neurons that fire together are added
        (FreeEvolve); the last part of the training is on a fixed graph. With --schedule alternating, weights are
        trained first, then the graph is updated once, and so on until it no longer changes.

        Examples:
          freenets train                                         hand-drawn digits made here, no data needed
          freenets train --data fashion-mnist -o fashion.fnet    downloaded once if it is absent
          freenets train --data ./photos --size 28x28            a folder of PNG, JPEG, BMP, a sub-folder a label
          freenets train --data ./motion --rows 64               recordings of a sensor as CSV, a sub-folder a label
          freenets train --data ./my-images -k 50 --epochs 10    a folder with four IDX files
          freenets train --data iris.csv --target species        a table: a column is the class, the others inputs
          freenets train --data cars.csv --target mpg --types name=drop   or a number
          freenets train --data mnist --schedule alternating     weights to the end, then the graph, and again
          freenets train --data mnist --method fcnn              a plain hidden layer, to compare with
          freenets train --data mnist --method rigl --edges 990  another search, at a given number of edges
          freenets train --data mnist --prune-inputs magnitude   nine in ten weights of the encoder go, too
          freenets train --data mnist --budget 6000              6,000 weights in all, where they carry most
          freenets train --data mnist --budget 6000 --method layered --layers 96,32   two layers, to compare with
          freenets train --from model.onnx --data mnist          an imported network goes on learning, with edges added
          freenets train --from model.onnx --data mnist --budget 6000   and all but 6,000 of its weights go
          freenets train --data mnist --optimiser muon --shift 1 more accurate on images, for about twice the time
          freenets train --data mnist --json > run.jsonl         one JSON object a line

        A table (CSV) is read as it is: separator, decimal comma, quotes and header are found, words become categories. Each
        column is one input of the model, in its own units; a category is its number. Mean and scale of the inputs, and of
        numbers that are predicted, are part of the model, as are the names of its inputs. Neurons, epochs and batch size
        follow the number of rows where they are not given.

        With --budget, the weights of encoder, graph and decoder stand in one ranking by what they carry, and fewer and
        fewer live until the budget holds; what was cut can come back before that. Caps and levels make the network
        quick on one sample; --input-cap none --edge-cap none leaves the ranking free between levels, which is more
        accurate. Each baseline keeps to the same budget: fcnn, layered, magnitude (FreeEvolve left out), and
        random-mask, set and rigl, whose --edges are part of it. Where not given, other options follow: 128 neurons,
        150 epochs, batches of 256, decay 0.05, shift 1 per batch, updates of the graph on every 100th batch.

        With --from, a network that exists goes on with its weights and edges: its neurons all have ReLU, or all squared
        ReLU, and its outputs are logits or one softmax. --method freenet leaves its graph as it is; freeevolve, the
        default, drops and adds edges between any two of its neurons, such as layers cannot have, which start from 0;
        magnitude only drops. Weights of encoder and decoder that it does not have never come. Where not given, 10 epochs
        are trained at a rate of 0.001, with a budget 30 at 0.004, and caps and levels are none. Its accuracy as it is
        comes first.

        Ctrl-C, a request to end (SIGTERM) and a terminal that is gone (SIGHUP) save what was learnt so far beside the
        output, as NAME.interrupted.fnet; a second Ctrl-C ends at once.
        Exit codes: 0 done; 1 training failed; 2 an option or the data cannot be used, and nothing was begun; 3 the model
        was written, but elsewhere or without all of its log, as the last line of standard error says; 130 interrupted.
        The same seed, options and --threads on the same machine give the same file, byte for byte.
        """;

    /// <summary>The headings in its help, each by the option that it stands above.</summary>
    public static readonly IReadOnlyDictionary<string, string> Headings = new Dictionary<string, string>
    {
        ["--data"] = "Data and output",
        ["--test"] = "Your own data",
        ["--neurons"] = "Network and weights",
        ["--method"] = "Graph",
        ["--update-every"] = "Graph, --schedule interleaved",
        ["--round-epochs"] = "Graph, --schedule alternating",
        ["--budget"] = "One budget for encoder, graph and decoder",
        ["--prune-inputs"] = "Encoder and decoder",
        ["--threads"] = "Running and reporting",
    };

    /// <summary>The command, ready to be added to a root.</summary>
    public static Command Create()
    {
        var running = new TrainRunningOptions();
        var tables = new TrainDataOptions();
        var weights = new TrainWeightOptions();
        var search = new TrainSearchOptions();
        var thinning = new TrainInputOptions();
        var budget = new TrainBudgetOptions();
        var command = new Command("train", Description);
        foreach (var option in (Option[])[
            .. running.Data, .. tables.All, .. weights.All, .. search.All, .. budget.All, .. thinning.All, .. running.Reporting])
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) =>
        {
            var streams = parsed.InvocationConfiguration;
            if ((tables.FaultOf(parsed) ?? search.ScheduleFaultOf(parsed) ?? budget.FaultOf(parsed)) is { } fault)
            {
                return Task.FromResult(ExitCode.Fail(streams.Error, fault, ExitCode.Usage));
            }

            var training = budget.Read(parsed, thinning.Read(parsed, search.Read(parsed, weights.Read(parsed, new TrainingOptions()))));
            return Task.FromResult(
                Train.Run(
                    running.Read(parsed, tables.Read(parsed, training.Seed), weights.From(parsed), training), streams.Output, streams.Error,
                    cancellation));
        });
        return command;
    }
}
