using FreeNets.Model;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Tests.Training;
using FreeNets.Trainer.Training;
using FreeNets.Trainer.Training.Rules;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Tests.Search;

/// <summary>All methods, through the one training that they share.</summary>
public sealed class MethodsTests
{
    private static readonly TrainingOptions s_options = new()
    {
        Neurons = 16,
        Epochs = 6,
        MaxRounds = 1,
        RoundEpochs = 1,
        BatchSize = 8,
        LearningRate = 0.005,
    };

    public static TheoryData<Method> All { get; } = [.. Enum.GetValues<Method>()];

    [Theory]
    [MemberData(nameof(All))]
    public void Each_learns_and_follows_its_seed(Method method)
    {
        set_num_threads(1);
        var first = Run(OptionsOf(method), TinySet.Create());
        var second = Run(OptionsOf(method), TinySet.Create());

        Assert.InRange(first.Net.Provenance.TestAccuracy!.Value, 0.9, 1);
        Assert.Equal(FnetWriter.Write(first.Net), FnetWriter.Write(second.Net));
    }

    [Theory]
    [InlineData(Method.Freenet, 120)]
    [InlineData(Method.Fcnn, 0)]
    [InlineData(Method.FcnnMatched, 0)]
    [InlineData(Method.Layered, 60)]
    [InlineData(Method.RandomMask, 40)]
    [InlineData(Method.RandomDag, 40)]
    public void A_fixed_graph_is_never_updated(Method method, int edges)
    {
        var outcome = Run(OptionsOf(method), TinySet.Create(), new TrainingEvents
        {
            Round = _ => Assert.Fail("A round."),
            Update = _ => Assert.Fail("An update."),
        });

        Assert.Equal(edges, outcome.Net.Graph.EdgeCount);
        Assert.Null(outcome.Evolution!.Ending);
        Assert.Equal(6, outcome.Net.Provenance.Epochs);
    }

    [Theory]
    [InlineData(Method.Set)]
    [InlineData(Method.Rigl)]
    public void Regrowth_keeps_the_number_of_edges_and_changes_which(Method method)
    {
        var rounds = new List<Round>();
        Run(OptionsOf(method), TinySet.Create(), new TrainingEvents { Round = rounds.Add });

        Assert.All(rounds, static round => Assert.Equal((40, round.Pruned), (round.LiveEdges, round.Added)));
        Assert.Contains(rounds, static round => round.Pruned > 0);
    }

    [Fact]
    public void Magnitude_pruning_falls_from_all_edges_to_those_asked_for_and_stays()
    {
        var epochs = new List<EpochResult>();
        var outcome = Run(OptionsOf(Method.Magnitude), TinySet.Create(), new TrainingEvents { Epoch = epochs.Add });

        Assert.Equal(40, outcome.Net.Graph.EdgeCount);
        Assert.Equal(epochs.Select(static epoch => epoch.LiveEdges).OrderDescending(), epochs.Select(static epoch => epoch.LiveEdges));
        Assert.Equal(120, epochs[0].LiveEdges);
        Assert.Equal(40, epochs[^2].LiveEdges);
    }

    [Fact]
    public void A_matched_fcnn_has_as_many_parameters_as_the_dense_NCG()
    {
        Assert.Equal(106, Methods.NeuronsOf(Method.FcnnMatched, 100, 784, 10));
        Assert.Equal(31, Methods.NeuronsOf(Method.FcnnMatched, 30, 784, 10));
        Assert.Equal(100, Methods.NeuronsOf(Method.Fcnn, 100, 784, 10));
        var net = Run(OptionsOf(Method.FcnnMatched), TinySet.Create()).Net;

        // 120 edges of 16 neurons, at 36 + 1 + 4 parameters a neuron: 3 neurons more.
        Assert.Equal(19, net.Neurons);
    }

    [Fact]
    public void Regrowth_drops_the_smallest_and_RigL_grows_where_the_dense_gradient_is_largest()
    {
        var data = TinySet.Create();
        using var trainer = new WeightTrainer(data, OptionsOf(Method.Rigl), new TrainingEvents());
        var rule = Methods.RuleOf(OptionsOf(Method.Rigl), trainer)!;
        var updates = new List<(Ncg Before, Ncg After, float[,] Weights, float[,] Gradient)>();
        trainer.Fit(trainer.Module.Graph, Watch, default);

        // 6 epochs of 75 steps, the first 360 steps may change the graph: updates after 100, 200 and 300.
        Assert.Equal(3, updates.Count);
        foreach (var (before, after, weights, gradient) in updates)
        {
            var dropped = before.AndNot(after).Edges().ToArray();
            var kept = before.And(after).Edges().ToArray();
            var grown = after.AndNot(before).Edges().ToArray();
            var passedOver = Ncg.Dense(16).AndNot(before).AndNot(after).Edges();
            Assert.NotEmpty(grown);
            Assert.Equal(grown.Length, dropped.Length);
            Assert.True(grown.Min(At(gradient)) >= passedOver.Max(At(gradient)));

            // Edges that went and came straight back are among the kept, so compare with the largest of those.
            Assert.True(dropped.Max(At(weights)) <= kept.Max(At(weights)));
        }

        static Func<(int Target, int Source), float> At(float[,] matrix) => edge => Math.Abs(matrix[edge.Target, edge.Source]);

        Ncg Watch(TrainedStep taken)
        {
            var before = trainer.Module.Graph;
            if (taken.Progress.Step > 360)
            {
                return before;
            }

            var weights = trainer.CascadeWeights();
            var gradient = taken.Progress.Step % 100 == 0 ? trainer.DenseCascadeGradient(taken.Inputs, taken.Wanted) : null;
            var after = rule.Update(before, taken);
            if (after is not null)
            {
                updates.Add((before, after, weights, gradient!));
                Assert.All(after.AndNot(before).Edges(), edge => Assert.Equal(0, trainer.CascadeWeights()[edge.Target, edge.Source]));
            }

            return after ?? before;
        }
    }

    [Fact]
    public void The_dense_gradient_is_that_of_the_loss_at_weight_0()
    {
        var data = TinySet.Create();
        using var trainer = new WeightTrainer(data, OptionsOf(Method.RandomMask), new TrainingEvents());
        var pixels = tensor(data.Train.Pixels).view(data.Train.Count, -1).narrow(0, 0, 32);
        var labels = tensor(data.Train.Labels).to_type(ScalarType.Int64).narrow(0, 0, 32);
        var gradient = trainer.DenseCascadeGradient(pixels, labels);
        var graph = trainer.Module.Graph;
        foreach (var (i, j) in Ncg.Dense(16).AndNot(graph).Edges().Take(20))
        {
            var difference = LossWith(i, j, 0.01f) - LossWith(i, j, -0.01f);
            Assert.Equal(difference / 0.02, gradient[i, j], 0.003);
        }

        double LossWith(int target, int source, float weight)
        {
            using var untracked = no_grad();
            trainer.Module.Graph = graph.Or(RandomGraphs.OfEdges(16, [(target, source)]));
            trainer.Module.Cascade[target, source] = tensor(weight);
            return nn.functional.cross_entropy(trainer.Module.forward(pixels), labels).item<float>();
        }
    }

    private static TrainingOptions OptionsOf(Method method) => s_options with
    {
        Method = method,
        Edges = method.NeedsEdges() ? 40 : null,
        Layers = method == Method.Layered ? [10, 6] : null,
    };

    private static TrainingOutcome Run(TrainingOptions options, FreeNets.Trainer.Data.DataSet data, TrainingEvents? events = null) =>
        TrainingRun.Run("tiny", data, options, events ?? new TrainingEvents(), default);
}
