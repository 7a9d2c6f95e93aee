using System.Text.Json;
using FreeNets.Model;
using FreeNets.Tests;
using FreeNets.Trainer.Commands;

namespace FreeNets.Trainer.Tests.Commands;

public sealed class TrainCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("freenets-train-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private static IEnumerable<string> TrainCommandHeadings { get; } =
    [
        "Data and output", "Your own data", "Network and weights", "Graph", "Graph, --schedule interleaved",
        "Graph, --schedule alternating",
        "One budget for encoder, graph and decoder", "Encoder and decoder", "Running and reporting",
    ];

    private string Model => Path.Combine(_folder, "model.fnet");

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData("--neurons takes an integer from 1 to 4096, not '0'", "-k", "0")]
    [InlineData("--neurons takes an integer from 1 to 4096, not '99999'", "--neurons", "99999")]
    [InlineData("--epochs takes an integer from 1", "--epochs", "many")]
    [InlineData("--round-epochs takes", "--round-epochs", "-1")]
    [InlineData("--max-rounds takes", "--max-rounds", "1.5")]
    [InlineData("--epsilon takes a number above 0 and below 1, not '1'", "--epsilon", "1")]
    [InlineData("--epsilon takes", "--epsilon", "NaN")]
    [InlineData("--seed takes an integer, not 'x'", "--seed", "x")]
    [InlineData("--batch-size takes", "--batch-size", "0")]
    [InlineData("--learning-rate takes", "--learning-rate", "Infinity")]
    [InlineData("--weight-decay takes", "--weight-decay", "-0.1")]
    [InlineData("--optimiser takes one of adamw, muon, not 'sgd'", "--optimiser", "sgd")]
    [InlineData("--shift takes an integer from 0 to 1024, not '-1'", "--shift", "-1")]
    [InlineData("sigmoid", "--activation", "sigmoid")]
    [InlineData("--threads takes", "--threads", "0")]
    [InlineData("--name takes", "--name", "two\nlines")]
    [InlineData("--method takes one of freeevolve, freenet, fcnn", "--method", "free-net")]
    [InlineData("--method set needs --edges", "--method", "set")]
    [InlineData("liveEdges", "--method", "random-mask")]
    [InlineData("--edges has no meaning with --method freeevolve", "--edges", "5")]
    [InlineData("10 neurons have 45 edges at most", "--method", "rigl", "-k", "10", "--edges", "46")]
    [InlineData("--edges takes an integer", "--method", "rigl", "--edges", "-1")]
    [InlineData("--schedule takes", "--schedule", "never")]
    [InlineData("--prune-epsilon takes", "--prune-epsilon", "0.1..2")]
    [InlineData("--validation-patience needs --validation", "--validation-patience", "3")]
    [InlineData("--validation-patience goes back to earlier weights", "--validation-patience", "3", "--validation", "0.1", "--budget", "900")]
    [InlineData("whose rounds --loss-patience ends", "--validation-patience", "3", "--validation", "0.1", "--schedule", "alternating")]
    [InlineData("--measure-on validation needs --validation", "--measure-on", "validation")]
    [InlineData("--measure-on window needs --schedule interleaved", "--schedule", "alternating", "--measure-on", "window")]
    [InlineData("--max-rounds has no meaning with --schedule interleaved, the default. Leave it out", "--max-rounds", "3")]
    [InlineData("--round-epochs has no meaning with --schedule interleaved.", "--schedule", "interleaved", "--round-epochs", "3")]
    [InlineData("or give --schedule alternating", "--loss-patience", "3")]
    [InlineData("--update-every has no meaning with --schedule alternating", "--schedule", "alternating", "--update-every", "3")]
    [InlineData("--window has no meaning with --schedule alternating", "--schedule", "alternating", "--window", "3")]
    [InlineData("--loss takes", "--loss", "hinge")]
    [InlineData("--validation takes", "--validation", "1")]
    [InlineData("--input-density takes", "--input-density", "0")]
    [InlineData("no-such.fnet", "--teacher", "/no-such.fnet")]
    [InlineData("--budget takes an integer from 1", "--budget", "0")]
    [InlineData("--budget takes an integer from 1 to 1000000000, or full, not '6e3'", "--budget", "6e3")]
    [InlineData("--input-cap takes two integers such as 2/28", "--budget", "9", "--input-cap", "3/2")]
    [InlineData("--levels has no meaning without --budget", "--levels", "8")]
    [InlineData("--levels 8: 5 neurons have 5 levels at most", "--budget", "9", "-k", "5", "--levels", "8")]
    [InlineData("--budget-start 0.5: the budget has to hold", "--budget", "9", "--budget-start", "0.5")]
    [InlineData("--fixed has no meaning with --budget", "--budget", "9", "--fixed", "0.5")]
    [InlineData("--input-density has no meaning with --budget", "--budget", "9", "--input-density", "0.5")]
    [InlineData("--schedule alternating has no meaning with --budget", "--budget", "9", "--schedule", "alternating")]
    [InlineData("give --method magnitude", "--budget", "9", "--method", "freenet")]
    [InlineData("--method layered needs --layers", "--method", "layered")]
    [InlineData("--layers has no meaning with --method fcnn", "--method", "fcnn", "--layers", "9")]
    [InlineData("these are 12 neurons, and --neurons says 10", "--method", "layered", "--layers", "9,3", "-k", "10")]
    [InlineData("--layers takes integers", "--method", "layered", "--layers", "9;3")]
    [InlineData("--method set needs --edges", "--budget", "900", "--method", "set")]
    [InlineData("--edges 900 leave nothing of --budget 900", "--budget", "900", "--method", "set", "--edges", "900")]
    [InlineData("--edges 1100: --levels and --edge-cap leave room for 1024", "--budget", "6000", "--method", "set", "--edges", "1100")]
    [InlineData("--edges has no meaning with --method magnitude", "--budget", "900", "--method", "magnitude", "--edges", "9")]
    [InlineData("--colour", "--colour", "red")]
    [InlineData("--epochs", "--epochs")]
    [InlineData("no-such-set", "--data", "no-such-set")]
    [InlineData("names a folder", "-o", "/tmp")]
    [InlineData("does not exist", "-o", "/no/such/folder/model.fnet")]
    public async Task An_option_that_cannot_be_used_is_named_and_nothing_begins(string message, params string[] options)
    {
        string[] output = options[0] == "-o" ? [] : ["-o", Model];

        Assert.Equal(2, await Run(["train", .. output, .. options]));

        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("System.", _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("epoch", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [SkippableFact]
    public async Task A_folder_that_cannot_be_written_to_is_refused_before_training()
    {
        Need.Of(Requirement.Linux, OperatingSystem.IsLinux(), "Only Linux has a folder that not even the superuser can write to.");

        Assert.Equal(2, await Run("train", "-o", "/proc/self/model.fnet"));

        Assert.Contains("the folder /proc/self cannot be written to", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task Help_teaches_by_examples()
    {
        Assert.Equal(0, await Run("train", "--help"));

        Assert.Contains("freenets train --data fashion-mnist -o fashion.fnet", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("[default: 0.25]", _output.ToString(), StringComparison.Ordinal);
        Assert.All(TrainCommandHeadings, heading => Assert.Contains($"\n {heading}:\n  -", _output.ToString(), StringComparison.Ordinal));
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task No_argument_shows_the_commands()
    {
        Assert.Equal(0, await Run());

        Assert.Contains("train", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Training_writes_a_model_and_plain_lines()
    {
        Assert.Equal(0, await Run(Quick("--epsilon", "0.6", "--max-rounds", "1")));

        var net = FnetFile.Load(Model);
        Assert.Equal(("digits-8", "digits", 8), (net.Name, net.Provenance.DataSet, net.Neurons));
        Assert.Equal([Model], Directory.EnumerateFileSystemEntries(_folder));
        var text = _output.ToString();
        Assert.StartsWith("No --data given: using digits", text, StringComparison.Ordinal);
        Assert.Contains("round 0, epoch  1/1: loss ", text, StringComparison.Ordinal);
        Assert.Contains("round 1: ", text, StringComparison.Ordinal);
        Assert.Contains($"wrote {Model}", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', text);
        Assert.Contains(
            "warning: with ε = 0.6 for pruning and 0.6 for adding, together above 1", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_all_that_standard_output_has()
    {
        Assert.Equal(0, await Run(Quick("--json", "--max-rounds", "1", "--name", "Named")));

        var lines = Lines();
        var events = lines.Select(static line => line.GetProperty("event").GetString()!).ToArray();
        Assert.Equal(["start", "epoch", "round"], events[..3]);
        Assert.Equal("end", events[^1]);
        Assert.Equal("Named", lines[0].GetProperty("name").GetString());
        Assert.Equal(FnetFile.Load(Model).Provenance.TestAccuracy, lines[^1].GetProperty("testAccuracy").GetDouble());
        Assert.Equal(FnetFile.Load(Model).Graph.EdgeCount, lines[^1].GetProperty("liveEdges").GetInt32());
        Assert.Contains("round 0, epoch", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lines_of_an_interleaved_run_say_what_sweeps_and_reports_read()
    {
        Assert.Equal(0, await Run(Quick(
            "--json", "--statistics", "--schedule", "interleaved", "--epochs", "3", "--epsilon", "0.4..0.3", "--augment-epsilon", "0.2")));

        var lines = Lines();
        var options = lines[0].GetProperty("options");
        Assert.Equal(784, lines[0].GetProperty("inputs").GetInt32());
        Assert.Equal(
            ("freeevolve", "interleaved", "0.4..0.3", 0.2, "cross-entropy"),
            (Text(options, "method"), Text(options, "schedule"), Text(options, "pruneEpsilon"),
                options.GetProperty("augmentEpsilon").GetDouble(), Text(options, "loss")));
        Assert.Equal(["start", "end"], Of("statistics").Select(static line => Text(line, "when")));

        var statistics = Of("statistics").Last();
        var net = FnetFile.Load(Model);
        Assert.Equal(net.Graph.ToBytes(), statistics.GetProperty("graph").GetBytesFromBase64());
        Assert.Equal(8 * 7 / 2 * sizeof(float), statistics.GetProperty("ncam").GetBytesFromBase64().Length);
        Assert.All(
            Floats(statistics, "ncam").Zip(Floats(statistics, "ncim")), static pair => Assert.InRange(pair.First + pair.Second, 0, 1));

        // What the updates did, the rounds did; and from the dense graph it leads to the last.
        var (pruned, added) = (Sum("update", "pruned"), Sum("update", "added"));
        Assert.Equal((pruned, added), (Sum("round", "pruned"), Sum("round", "added")));
        Assert.Equal(net.Graph.EdgeCount, 28 - pruned + added);
        Assert.InRange(Of("update").Count(), 3, 300);
        Assert.Equal(JsonValueKind.Null, Of("epoch").First().GetProperty("validationAccuracy").ValueKind);
        Assert.Equal(
            net.Neurons + net.Outputs + lines[^1].GetProperty("multiplyAdds").GetInt64(),
            lines[^1].GetProperty("parameters").GetInt64());

        IEnumerable<JsonElement> Of(string name) => lines.Where(line => Text(line, "event") == name);

        int Sum(string name, string member) => Of(name).Sum(line => line.GetProperty(member).GetInt32());
    }

    [Fact]
    public async Task A_run_with_a_budget_tells_the_live_weights_of_each_matrix_over_time()
    {
        Assert.Equal(0, await Run("train", "--budget", "300", "--epochs", "3", "--budget-every", "4", "-k", "16", "--json", "-o", Model));

        var lines = Lines();
        var budget = lines[0].GetProperty("options").GetProperty("budget");
        Assert.Equal((300, "2/28", "4/32", 8), (budget.GetProperty("weights").GetInt32(), Text(budget, "inputCap"),
            Text(budget, "edgeCap"), budget.GetProperty("levels").GetInt32()));
        var rankings = lines.Where(static line => Text(line, "event") == "budget").ToArray();
        Assert.True(rankings.Length > 3);
        Assert.Equal(300, Live(rankings[^1]));
        Assert.Equal(rankings.OrderByDescending(Live), rankings);
        Assert.Equal(300, lines[^1].GetProperty("multiplyAdds").GetInt32());
        Assert.True(lines[^1].GetProperty("processorSeconds").GetDouble() > 0);

        static int Live(JsonElement line) =>
            line.GetProperty("encoder").GetInt32() + line.GetProperty("edges").GetInt32() + line.GetProperty("decoder").GetInt32();
    }

    [Fact]
    public async Task A_full_budget_keeps_every_weight_that_caps_and_levels_leave_room_for()
    {
        Assert.Equal(
            0, await Run("train", "--budget", "full", "--method", "magnitude", "--epochs", "1", "-k", "16", "--json", "-o", Model));

        // 2 of every 28 of 784 inputs, 4 edges from 2, 4, … 14 earlier neurons or all there are, and 10 outputs.
        const int Room = (16 * 56) + (2 * (2 + (6 * 4))) + (16 * 10);
        var lines = Lines();
        Assert.Equal(Room, lines[0].GetProperty("options").GetProperty("budget").GetProperty("weights").GetInt32());
        Assert.Equal(Room, lines[^1].GetProperty("multiplyAdds").GetInt32());
        Assert.Equal(Room, FnetFile.Load(Model).Provenance.Budget);
    }

    [Fact]
    public async Task Statistics_change_nothing_in_the_model()
    {
        Assert.Equal(0, await Run(Quick("--json", "--statistics", "--max-rounds", "1")));
        var model = await File.ReadAllBytesAsync(Model);

        Assert.Equal(0, await Run(Quick("--json", "--max-rounds", "1")));

        Assert.Equal(model, await File.ReadAllBytesAsync(Model));
    }

    [Fact]
    public async Task An_interrupted_run_leaves_a_model_beside_the_output_and_the_output_alone()
    {
        await File.WriteAllTextAsync(Model, "a finished model");
        using var interruption = new CancellationTokenSource();
        using var output = new ActsAt("epoch  1/", interruption.Cancel);

        var exitCode = await FreeNetsCommand.InvokeAsync(Quick("--epochs", "500"), output, _error, interruption.Token);

        var interrupted = Path.Combine(_folder, "model.interrupted.fnet");
        Assert.Equal(130, exitCode);
        Assert.Equal("a finished model", await File.ReadAllTextAsync(Model));
        Assert.Equal(new[] { Model, interrupted }.Order(), Directory.EnumerateFileSystemEntries(_folder).Order());
        Assert.Equal(1, FnetFile.Load(interrupted).Provenance.Epochs);
        Assert.Contains(interrupted, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupting_before_training_writes_nothing()
    {
        Assert.Equal(130, await FreeNetsCommand.InvokeAsync(Quick(), _output, _error, new CancellationToken(canceled: true)));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
        Assert.Contains("nothing was written", _error.ToString(), StringComparison.Ordinal);
    }

    private string[] Quick(params string[] options)
    {
        string[] epochs = options.Contains("--epochs") ? [] : ["--epochs", "1"];
        string[] schedule = options.Contains("--schedule") ? [] : ["--schedule", "alternating", "--round-epochs", "1"];
        return ["train", "-k", "8", "--batch-size", "256", "-o", Model, .. epochs, .. schedule, .. options];
    }

    private JsonElement[] Lines() => [.. _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(static line => JsonDocument.Parse(line).RootElement)];

    private static string Text(JsonElement line, string member) => line.GetProperty(member).GetString()!;

    private static float[] Floats(JsonElement line, string member) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(line.GetProperty(member).GetBytesFromBase64()).ToArray();

    private Task<int> Run(params string[] args) => FreeNetsCommand.InvokeAsync(args, _output, _error);
}
