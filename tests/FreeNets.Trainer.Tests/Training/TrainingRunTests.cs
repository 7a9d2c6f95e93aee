using FreeNets.Model;
using FreeNets.Trainer.Data.Idx;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Training;
using TorchSharp;

namespace FreeNets.Trainer.Tests.Training;

public sealed class TrainingRunTests
{
    private static readonly TrainingOptions s_options = new()
    {
        Neurons = 16,
        Epochs = 12,
        RoundEpochs = 2,
        BatchSize = 32,
        LearningRate = 0.01,
    };

    [Fact]
    public void The_same_seed_gives_the_same_file_and_another_seed_another()
    {
        torch.set_num_threads(1);

        Assert.Equal(FnetWriter.Write(Run(s_options).Net), FnetWriter.Write(Run(s_options).Net));
        Assert.NotEqual(Run(s_options).Net.Encoder, Run(s_options with { Seed = 2 }).Net.Encoder);
    }

    [Theory]
    [InlineData(ActivationFunction.Relu)]
    [InlineData(ActivationFunction.SquaredRelu)]
    public void It_learns(ActivationFunction activation)
    {
        var accuracy = Run(s_options with { Activation = activation }).Net.Provenance.TestAccuracy!.Value;

        Assert.InRange(accuracy, 0.95, 1);
    }

    [Fact]
    public void It_learns_digits()
    {
        var digits = DataSets.Load(null, null, Spectre.Console.AnsiConsole.Console);
        var net = TrainingRun.Run("digits", digits, new() { Neurons = 30, Epochs = 3, MaxRounds = 1, RoundEpochs = 1 }, new(), default).Net;

        Assert.InRange(net.Provenance.TestAccuracy!.Value, 0.8, 1);
    }

    [Fact]
    public void The_network_says_what_it_is_and_where_it_comes_from()
    {
        var rounds = new List<Round>();
        var epochs = new List<EpochResult>();
        var data = TinySet.Create();

        // A large ε prunes at once, so that there is a graph with holes to look at.
        var (net, evolution, _) = TrainingRun.Run(
            "tiny net", data, s_options with { Epsilon = 0.6, MaxRounds = 2 }, new() { Round = rounds.Add, Epoch = epochs.Add }, default);

        Assert.NotNull(evolution);
        Assert.InRange(net.Graph.EdgeCount, 0, net.Graph.MaxEdges - 1);
        Assert.Equal(evolution.Graph, net.Graph);
        Assert.Equal(rounds[^1].LiveEdges, net.Graph.EdgeCount);
        Assert.Equal(("tiny net", 36, 16, 4), (net.Name, net.Inputs, net.Neurons, net.Outputs));
        Assert.Equal(data.ClassNames, net.Labels);
        Assert.Equal(
            new Provenance
            {
                DataSet = "tiny",
                Seed = 1,
                Epsilon = 0.6,
                Epochs = epochs.Count,
                Rounds = evolution.Rounds,
                TestAccuracy = epochs[^1].Test.Accuracy,
                InputDensity = data.Train.Pixels.Count(static pixel => pixel != 0) / (double)data.Train.Pixels.Length,
                Tool = "freenets 0.1.0",
            },
            net.Provenance);
    }

    [Theory]
    [InlineData(Method.Fcnn)]
    [InlineData(Method.Freeevolve)]
    public void A_training_ends_where_validation_gains_no_more_and_takes_the_weights_that_were_best(Method method)
    {
        var epochs = new List<EpochResult>();
        var options = s_options with { Method = method, Epochs = 60, ValidationFraction = 0.3, ValidationPatience = 4 };

        var net = TrainingRun.Run("tiny", TinySet.Create(), options, new() { Epoch = epochs.Add }, default).Net;

        // FreeEvolve changes the graph in four fifths of the training.
        var watched = epochs.Skip(method == Method.Fcnn ? 0 : 47).ToArray();
        var best = watched.MaxBy(static epoch => epoch.Validation!.Value.Accuracy)!;
        Assert.InRange(epochs.Count, method == Method.Fcnn ? 5 : 52, 59);
        Assert.Equal(4, epochs.Count - best.Epoch);
        Assert.Equal(best.Test.Accuracy, net.Provenance.TestAccuracy);
    }

    [Fact]
    public void Alternating_rounds_end_early_where_the_loss_no_longer_falls()
    {
        // A rate of nearly 0: after the first epoch, every change of the loss is noise, so some epoch soon is no better than the best.
        var epochs = new List<EpochResult>();
        var options = s_options
            with
        { Schedule = Schedule.Alternating, MaxRounds = 1, LearningRate = 1e-12, Epochs = 40, LossPatience = 2 };

        TrainingRun.Run("tiny", TinySet.Create(), options, new() { Epoch = epochs.Add }, default);

        var losses = epochs.Where(static epoch => epoch.Round == 0).Select(static epoch => epoch.Loss).ToArray();
        Assert.InRange(losses.Length, 3, 39);
        Assert.True(losses[..^2].Min() <= losses[^2..].Min());
    }

    [Fact]
    public void Both_schedules_end_on_a_graph_that_was_trained_last()
    {
        foreach (var schedule in Enum.GetValues<Schedule>())
        {
            var epochs = new List<EpochResult>();
            var options = s_options with { Schedule = schedule, Epsilon = new Epsilon(0.5, 0.3), RoundEpochs = 1 };
            var outcome = TrainingRun.Run("tiny", TinySet.Create(), options, new() { Epoch = epochs.Add }, default);

            Assert.Equal(outcome.Evolution!.Graph, outcome.Net.Graph);
            Assert.Equal(outcome.Net.Graph.EdgeCount, epochs[^1].LiveEdges);
            Assert.Equal(0.3, outcome.Net.Provenance.Epsilon);
            Assert.NotNull(outcome.Evolution.Ending);
        }
    }

    [Fact]
    public void Check_vectors_are_test_images_with_the_logits_of_the_reference()
    {
        var data = TinySet.Create();
        var net = Run(s_options with { Epochs = 1, MaxRounds = 0 }).Net;

        const int Count = 16;
        Assert.Equal(Count, net.Checks.Count);
        for (var n = 0; n < Count; n++)
        {
            var image = Array.ConvertAll(data.Test.Image(n * data.Test.Count / Count).ToArray(), static pixel => (float)pixel);
            Assert.Equal(image, net.Checks.Inputs.Skip(n * 36).Take(36));
            var logits = ReferenceEvaluator.Evaluate(net, image).Select(static logit => (float)logit);
            Assert.Equal(logits, net.Checks.Logits.Skip(n * 4).Take(4));
        }
    }

    [Fact]
    public void Training_that_runs_away_says_what_to_do()
    {
        var options = s_options with { LearningRate = 1, Activation = Activation.SquaredRelu, Neurons = 60 };

        Assert.Contains("--learning-rate", Assert.Throws<TrainingException>(() => Run(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_no_file_can_hold_is_refused_before_training() => Assert.Throws<TrainingException>(
        () => TrainingRun.Run("two\nlines", TinySet.Create(), s_options, new() { Step = _ => Assert.Fail("It trained.") }, default));

    private static TrainingOutcome Run(TrainingOptions options) => TrainingRun.Run("tiny", TinySet.Create(), options, new(), default);
}
