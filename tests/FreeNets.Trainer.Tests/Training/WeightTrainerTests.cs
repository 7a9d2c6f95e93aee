using FreeNets.Model;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Training;
using FreeNets.Trainer.Training.Optimisers;
using FreeNets.Trainer.Training.Rules;
using TorchSharp;

namespace FreeNets.Trainer.Tests.Training;

public sealed class WeightTrainerTests
{
    private static readonly TrainingOptions s_options = new() { Neurons = 12, Epochs = 3, RoundEpochs = 2, BatchSize = 32 };

    [Fact]
    public void Weights_of_pruned_edges_wait_unchanged_and_return_with_their_edge()
    {
        using var trainer = new WeightTrainer(TinySet.Create(), s_options, new TrainingEvents());
        var half = Ncg.FromPredicate(12, static (i, j) => (i + j) % 2 == 0);
        trainer.Fit(Ncg.Dense(12), null, default);
        var before = trainer.Module.Cascade.data<float>().ToArray();

        trainer.Fit(half, null, default);
        var pruned = trainer.Module.Cascade.data<float>().ToArray();
        foreach (var (i, j) in Ncg.Dense(12).Edges())
        {
            Assert.Equal(!half[i, j], before[(i * 12) + j].Equals(pruned[(i * 12) + j]));
        }

        trainer.Module.Graph = Ncg.Dense(12);
        var net = trainer.Module.ToFreeNet("dense again", []);
        Assert.Equal(Ncg.Dense(12).Edges().Select(edge => pruned[(edge.Target * 12) + edge.Source]), net.Edges.Stored);
    }

    public static TheoryData<Optimiser, int, InputPruning> Recipes => new()
    {
        { Optimiser.Adamw, 0, InputPruning.None },
        { Optimiser.Muon, 1, InputPruning.None },
        { Optimiser.Muon, 2, InputPruning.Magnitude },
    };

    [Theory]
    [MemberData(nameof(Recipes))]
    public void No_tensor_outlives_its_step(Optimiser optimiser, int shift, InputPruning pruning)
    {
        var live = new List<long>();
        var events = new TrainingEvents
        {
            Step = _ => live.Add(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount),
        };
        var options = s_options with { Optimiser = optimiser, Shift = shift, PruneInputs = pruning };
        using var trainer = new WeightTrainer(TinySet.Create(), options, events);
        trainer.Fit(Ncg.Dense(12), null, default);
        trainer.Measure(StatisticsSource.Train);
        trainer.Fit(Ncg.Empty(12), null, default);

        Assert.Equal(5 * 19, live.Count);
        Assert.Single(live.Distinct());
    }

    [Fact]
    public void Muon_leaves_pruned_weights_of_the_encoder_at_0_and_learns_by_the_others()
    {
        var options = s_options with { Optimiser = Optimiser.Muon, PruneInputs = InputPruning.Magnitude, InputDensity = 0.25, Epochs = 20 };
        using var trainer = new WeightTrainer(TinySet.Create(), options, new TrainingEvents());
        trainer.Fit(Ncg.Dense(12), null, default);

        Assert.Equal(12 * 36 / 4, trainer.Module.Encoder.data<float>().ToArray().Count(static weight => weight != 0));
        Assert.InRange(trainer.TestScore().Accuracy!.Value, 0.8, 1);
    }

    [Fact]
    public void Only_the_steps_see_moved_images()
    {
        var data = TinySet.Create();
        using var moved = new WeightTrainer(data, s_options with { Shift = 2 }, new TrainingEvents());
        using var still = new WeightTrainer(data, s_options, new TrainingEvents());

        // With the same initial weights, all that is measured is the same.
        Assert.Equal(still.Measure(StatisticsSource.Train), moved.Measure(StatisticsSource.Train));
        Assert.Equal(still.TestScore(), moved.TestScore());

        still.Fit(Ncg.Dense(12), null, default);
        moved.Fit(Ncg.Dense(12), null, default);
        Assert.NotEqual(still.CascadeWeights(), moved.CascadeWeights());
    }

    [Fact]
    public void The_pass_over_the_training_data_counts_what_the_reference_sees()
    {
        var data = TinySet.Create(train: 1100);
        using var trainer = new WeightTrainer(data, s_options with { Epochs = 1 }, new TrainingEvents());
        trainer.Fit(Ncg.Dense(12), null, default);
        var net = trainer.Module.ToFreeNet("net", []);
        var counts = new long[12 * 12];
        for (var n = 0; n < data.Train.Count; n++)
        {
            var h = ReferenceEvaluator.Activations(net, Array.ConvertAll(data.Train.Image(n).ToArray(), static pixel => (float)pixel));
            for (var i = 0; i < counts.Length; i++)
            {
                counts[i] += h[i / 12] > 0 && h[i % 12] > 0 ? 1 : 0;
            }
        }

        Assert.Equal(new CoActivations(1100, 12, counts), trainer.Measure(StatisticsSource.Train));
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void The_global_generator_plays_no_part(Optimiser optimiser, int shift, InputPruning pruning)
    {
        torch.manual_seed(1);
        var first = Train();
        torch.manual_seed(2);
        Assert.Equal(first, Train());

        FreeNet Train()
        {
            var options = s_options with { Optimiser = optimiser, Shift = shift, PruneInputs = pruning };
            using var trainer = new WeightTrainer(TinySet.Create(), options, new TrainingEvents());
            trainer.Fit(Ncg.Dense(12), null, default);
            return trainer.Module.ToFreeNet("net", []);
        }
    }
}
