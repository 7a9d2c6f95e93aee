using FreeNets.Model;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Training;
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
        Assert.Equal(Ncg.Dense(12).Edges().Select(edge => pruned[(edge.Target * 12) + edge.Source]), net.EdgeWeights);
    }

    [Fact]
    public void No_tensor_outlives_its_step()
    {
        var live = new List<long>();
        var events = new TrainingEvents
        {
            Step = _ => live.Add(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount),
        };
        using var trainer = new WeightTrainer(TinySet.Create(), s_options, events);
        trainer.Fit(Ncg.Dense(12), null, default);
        trainer.Measure(StatisticsSource.Train);
        trainer.Fit(Ncg.Empty(12), null, default);

        Assert.Equal(5 * 19, live.Count);
        Assert.Single(live.Distinct());
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

    [Fact]
    public void The_global_generator_plays_no_part()
    {
        torch.manual_seed(1);
        var first = Train();
        torch.manual_seed(2);
        Assert.Equal(first, Train());

        static FreeNet Train()
        {
            using var trainer = new WeightTrainer(TinySet.Create(), s_options, new TrainingEvents());
            trainer.Fit(Ncg.Dense(12), null, default);
            return trainer.Module.ToFreeNet("net", []);
        }
    }
}
