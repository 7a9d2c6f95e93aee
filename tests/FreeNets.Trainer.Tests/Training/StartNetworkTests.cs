using System.Text;
using FreeNets.Model;
using FreeNets.Trainer.Commands;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Search.Budgets;
using FreeNets.Trainer.Tests.Data;
using FreeNets.Trainer.Training;
using FreeNets.Trainer.Training.Existing;

namespace FreeNets.Trainer.Tests.Training;

/// <summary><c>freenets train --from</c>: what a network keeps, and what it may get.</summary>
public sealed class StartNetworkTests : IDisposable
{
    private static readonly TrainingOptions s_options = new() { Neurons = 10, Epochs = 4, BatchSize = 32, LearningRate = 0.01, Seed = 3 };

    // Inputs reach the first 6 neurons, these the other 4, and those the outputs.
    private static readonly Lazy<FreeNet> s_layered = new(() => Train(s_options with { Method = Method.Layered, Layers = [6, 4] }));

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void A_network_that_learns_nothing_more_stays_as_it_is()
    {
        var net = s_layered.Value with { OutputActivation = Activation.Softmax };
        var scores = new List<Score>();

        var after = TrainingRun.Run("again", TinySet.Create(), Still(net), new() { Start = scores.Add }, default).Net;

        Assert.Equal(net.Domain, after.Domain);
        Assert.Equal(Activation.Softmax, after.OutputActivation);
        Assert.Equal(net.Graph, after.Graph);
        AssertSame(net, after, TinySet.Create().Test.Image(0).ToArray().Select(static pixel => (float)pixel));
        Assert.Equal(net.Provenance.TestAccuracy, Assert.Single(scores).Accuracy);
    }

    [Fact]
    public void Every_input_may_have_a_normalisation_of_its_own()
    {
        // The same network, of inputs that are the bytes / 255 less 0.1, twice that, and so on.
        var net = s_layered.Value;
        float[] means = [.. Enumerable.Range(0, net.Inputs).Select(static p => p / 360f)];
        float[] scales = [.. Enumerable.Range(0, net.Inputs).Select(static p => 1f + (p % 3))];
        var other = net with
        {
            Domain = new InputDomain { Type = InputType.Float32, Mean = new PerInput(means), Scale = new PerInput(scales) },
            Encoder = net.Encoder.Map(weight => weight.Value / scales[weight.Column]),
            EncoderBias = net.EncoderBias.Select(
                (bias, i) => bias + net.Encoder.NonZero(i).Sum(weight => weight.Value * means[weight.Column])).ToArray(),
        };
        var start = Still(other).From!.WithLikelyByteScale(TinySet.Create());

        var after = TrainingRun.Run("again", TinySet.Create(), Still(other) with { From = start }, new(), default).Net;

        Assert.Equal(InputType.UInt8, after.Domain.Type);
        AssertSame(net, after, TinySet.Create().Test.Image(1).ToArray().Select(static pixel => (float)pixel));
    }

    [Fact]
    public void Edges_come_that_layers_cannot_have_and_inputs_keep_to_the_first_layer()
    {
        var net = s_layered.Value;

        var after = Train(s_options with { From = new StartNetwork("layered.fnet", net), Epsilon = 0.45, Epochs = 10 });

        Assert.NotEqual(0, after.Graph.AndNot(net.Graph).EdgeCount);
        Assert.All(after.Encoder.NonZero(), weight => Assert.InRange(weight.Row, 0, 5));
        Assert.All(after.Decoder.NonZero(), weight => Assert.InRange(weight.Column, 6, 9));
        Assert.InRange(after.Provenance.TestAccuracy!.Value, 0.9, 1);
    }

    [Theory]
    [InlineData(Method.Magnitude, true)]
    [InlineData(Method.Freeevolve, false)]
    public void A_budget_holds_and_only_FreeEvolve_adds_edges(Method method, bool isPart)
    {
        var net = s_layered.Value;

        var after =
            Train(s_options with { From = new StartNetwork("layered.fnet", net), Method = method, Epochs = 20, Budget = new Budget(80) });

        Assert.Equal(80, MultiplyAdds.Live(after).Total);
        Assert.Equal(isPart, after.Graph.AndNot(net.Graph).EdgeCount == 0);
        Assert.All(after.Encoder.NonZero(), weight => Assert.InRange(weight.Row, 0, 5));
        Assert.InRange(after.Provenance.TestAccuracy!.Value, 0.9, 1);
    }

    [Fact]
    public async Task A_table_goes_on_with_the_network_of_another_day()
    {
        var rows = Enumerable.Range(0, 60).Select(static n => $"{n * 7 % 13},{"xyz"[n % 3]},{(n * 7 % 13 * 2) + (n % 3 * 10)}\n");
        var table = _folder.Write("table.csv", [.. Encoding.UTF8.GetBytes($"width,kind,weight\n{string.Concat(rows)}")]);
        string[] data = ["train", "--data", table, "--target", "weight", "--task", "regression"];
        Assert.Equal(0, await Run([.. data, "-o", _folder["first.fnet"]]));

        Assert.Equal(
            0,
            await Run(
                [
                    .. data, "--from", _folder["first.fnet"], "--method", "freenet", "--epochs", "1", "--learning-rate", "1e-12",
                    "--weight-decay", "0", "-o", _folder["second.fnet"],
                ]));

        var (first, second) = (FnetFile.Load(_folder["first.fnet"]), FnetFile.Load(_folder["second.fnet"]));
        Assert.Equal((first.Domain, first.Columns, first.Neurons), (second.Domain, second.Columns, second.Neurons));
        AssertSame(first, second, [5, 2]);

        _folder.Write("other.csv", [.. Encoding.UTF8.GetBytes($"width,kind,weight\n{string.Concat(rows).Replace('z', 'q')}")]);
        Assert.Equal(
            2,
            await Run(
                "train", "--data", _folder["other.csv"], "--target", "weight", "--task", "regression", "--from", _folder["first.fnet"],
                "-o", _folder["third.fnet"]));
        Assert.Contains(
            "the data's input kind is none of the network's, or has other categories", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such.fnet: cannot be read.", "no-such.fnet", "--data", "digits")]
    [InlineData("its neurons must all have ReLU", "tanh.fnet", "--data", "digits")]
    [InlineData("the network has 36 inputs and 4 outputs, the data 784 and 10", "layered.fnet", "--data", "digits")]
    [InlineData("--from needs --data", "layered.fnet")]
    [InlineData("--neurons has no meaning with --from", "layered.fnet", "--data", "digits", "-k", "9")]
    [InlineData("--prune-inputs has no meaning with --from", "layered.fnet", "--data", "digits", "--prune-inputs", "magnitude")]
    [InlineData("With --from give freeevolve", "layered.fnet", "--data", "digits", "--method", "fcnn")]
    [InlineData("is the network that --from names, which would be lost", "model.fnet", "--data", "digits")]
    public async Task What_cannot_be_gone_on_with_is_said_and_nothing_begins(string message, string file, params string[] options)
    {
        FnetFile.Save(s_layered.Value, _folder["layered.fnet"]);
        FnetFile.Save(s_layered.Value with { Activation = Activation.Tanh }, _folder["tanh.fnet"]);

        Assert.Equal(2, await Run(["train", "--from", _folder[file], "-o", _folder["model.fnet"], .. options]));

        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["layered.fnet", "tanh.fnet"], _folder.Entries.Order());
    }

    /// <summary>A training that moves nothing.</summary>
    private static TrainingOptions Still(FreeNet net) => s_options with
    {
        From = new StartNetwork("net.fnet", net) { ByteScale = net.Domain.Type == InputType.UInt8 ? 1 : 0.5 },
        Method = Method.Freenet,
        Epochs = 1,
        LearningRate = 1e-12,
        WeightDecay = 0,
    };

    private static FreeNet Train(TrainingOptions options) => TrainingRun.Run("net", TinySet.Create(), options, new(), default).Net;

    private static void AssertSame(FreeNet expected, FreeNet actual, IEnumerable<float> input)
    {
        var (a, b) = (
            ReferenceEvaluator.Evaluate(expected with { OutputActivation = Activation.Identity }, [.. input]),
            ReferenceEvaluator.Evaluate(actual with { OutputActivation = Activation.Identity }, [.. input]));
        Assert.All(a.Zip(b), static pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(1, Math.Abs(pair.First))));
    }

    private Task<int> Run(params string[] arguments) => FreeNetsCommand.InvokeAsync(arguments, _output, _error);
}
