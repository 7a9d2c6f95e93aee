using CsCheck;
using FreeNets.Model;
using FreeNets.Trainer.Search;

namespace FreeNets.Trainer.Tests.Search;

public sealed class FreeEvolveTests
{
    // The paper's Table 1, row by row: every sample gives neurons 1 and 2 the row's activations.
    [Theory]
    [InlineData(false, false, false, "do not augment")]
    [InlineData(false, false, true, "prune")]
    [InlineData(false, true, false, "do not augment")]
    [InlineData(false, true, true, "do not prune")]
    [InlineData(true, false, false, "do not augment")]
    [InlineData(true, false, true, "do not prune")]
    [InlineData(true, true, false, "add")]
    [InlineData(true, true, true, "do not prune")]
    public void Each_row_of_Table_1_is_followed(bool neuron1, bool neuron2, bool connected, string update)
    {
        var g = connected ? Ncg.Dense(2) : Ncg.Empty(2);

        var result = FreeEvolve.Update(g, Statistics.Of([[neuron1, neuron2], [neuron1, neuron2], [neuron1, neuron2]]), 0.25, 0.25);

        Assert.Equal(update == "prune", result.Prune[1, 0]);
        Assert.Equal(update == "add", result.Aug[1, 0]);
        Assert.Equal(update == "add" || (connected && update != "prune"), result.Next[1, 0]);
    }

    // 1 − ε is strict ("NCAM > 1 − ε"), also where binary fractions would round it: 0.9, 0.65, 0.58, 0.75.
    [Theory]
    [InlineData(0.1, 10, 9)]
    [InlineData(0.35, 20, 13)]
    [InlineData(0.42, 50, 29)]
    [InlineData(0.25, 4, 3)]
    public void An_edge_changes_only_above_the_threshold(double epsilon, int samples, int agreeing)
    {
        Assert.Equal(0, Agreeing(agreeing, active: true).Aug.EdgeCount);
        Assert.Equal(1, Agreeing(agreeing + 1, active: true).Aug.EdgeCount);
        Assert.Equal(0, Agreeing(agreeing, active: false).Prune.EdgeCount);
        Assert.Equal(1, Agreeing(agreeing + 1, active: false).Prune.EdgeCount);

        GraphUpdate Agreeing(int count, bool active) => FreeEvolve.Update(
            active ? Ncg.Empty(2) : Ncg.Dense(2),
            Statistics.Of([.. Enumerable.Range(0, samples).Select(s => s < count ? new[] { active, active } : [true, false])]),
            epsilon, epsilon);
    }

    [Fact]
    public void The_update_follows_Algorithm_2_on_any_graph_and_statistics() => Cases.Sample(
        (seed, neurons, samples, epsilon) =>
        {
            var random = new Random(seed);
            var s = Statistics.RandomActivity(random, neurons, samples);
            var g = Ncg.FromPredicate(neurons, (_, _) => random.Next(2) == 0);

            var augmentEpsilon = random.Next(1, 100) / 100.0;
            var update = FreeEvolve.Update(g, Statistics.Of(s), epsilon, augmentEpsilon);

            var ncam = Statistics.Of(s);
            foreach (var (i, j) in Ncg.Dense(neurons).Edges())
            {
                var aug = ncam.Active(i, j) > (1 - (decimal)augmentEpsilon) * samples && !g[i, j];
                var prune = ncam.Inactive(i, j) > (1 - (decimal)epsilon) * samples && g[i, j];
                Assert.Equal((aug, prune), (update.Aug[i, j], update.Prune[i, j]));
                Assert.Equal((g[i, j] && !prune) || (aug && !prune), update.Next[i, j]);
            }
        },
        seed: "0000freenets", iter: 300);

    [Fact]
    public void Ncam_and_ncim_are_the_products_that_define_them() => Cases.Sample(
        (seed, neurons, samples, _) =>
        {
            var s = Statistics.RandomActivity(new Random(seed), neurons, samples);
            var statistics = Statistics.Of(s);
            for (var i = 0; i < neurons; i++)
            {
                for (var j = 0; j < neurons; j++)
                {
                    Assert.Equal((double)s.Count(row => row[i] && row[j]) / samples, statistics.Ncam(i, j));
                    Assert.Equal((double)s.Count(row => !row[i] && !row[j]) / samples, statistics.Ncim(i, j));
                }
            }
        },
        seed: "0000freenets", iter: 100);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Epsilon_outside_0_to_1_is_refused(double epsilon)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FreeEvolve.Update(Ncg.Dense(2), Statistics.Of([[true, true]]), epsilon, 0.25));
        Assert.Throws<ArgumentOutOfRangeException>(() => FreeEvolve.Update(Ncg.Dense(2), Statistics.Of([[true, true]]), 0.25, epsilon));
    }

    [Fact]
    public void Statistics_of_other_neurons_or_of_nothing_are_refused()
    {
        Assert.Throws<ArgumentException>(() => FreeEvolve.Update(Ncg.Dense(3), Statistics.Of([[true, true]]), 0.25, 0.25));
        Assert.Throws<ArgumentException>(() => FreeEvolve.Update(Ncg.Dense(2), new CoActivations(0, 2, new long[4]), 0.25, 0.25));
    }

    [Fact]
    public void Theorem_2_holds_wherever_repeated_updates_arrive_at_a_fixed_point() => Cases.Sample(
        (seed, neurons, samples, epsilon) =>
        {
            var random = new Random(seed);
            var statistics = Statistics.Of(Statistics.RandomActivity(random, neurons, samples));
            var g = Ncg.FromPredicate(neurons, (_, _) => random.Next(2) == 0);
            var first = FreeEvolve.Update(g, statistics, epsilon, epsilon);
            AssertTheorem2(g, first);

            // Up to ε = 0.5 no pair is both co-active and co-inactive, so the same statistics ask for nothing more.
            var second = FreeEvolve.Update(first.Next, statistics, epsilon, epsilon);
            AssertTheorem2(first.Next, second);
            if (epsilon <= 0.5)
            {
                Assert.Equal(first.Next, second.Next);
                Assert.Equal(0, second.Aug.AndNot(second.Prune).EdgeCount);
            }
        },
        seed: "0000freenets", iter: 200);

    /// <summary>At a fixed point, Aug ∧ ¬Prune ⊆ E.</summary>
    private static void AssertTheorem2(Ncg g, GraphUpdate update)
    {
        if (update.Next.Equals(g))
        {
            Assert.Equal(0, update.Aug.AndNot(update.Prune).AndNot(g).EdgeCount);
        }
    }

    private static Gen<(int Seed, int Neurons, int Samples, double Epsilon)> Cases { get; } =
        Gen.Select(Gen.Int, Gen.Int[1, 12], Gen.Int[1, 40], Gen.Int[1, 99].Select(static percent => percent / 100.0));
}
