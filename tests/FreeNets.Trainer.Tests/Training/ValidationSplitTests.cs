using FreeNets.Trainer.Data;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Training;

namespace FreeNets.Trainer.Tests.Training;

public sealed class ValidationSplitTests
{
    private readonly Samples _samples = Samples.Of(TinySet.Create(train: 100).Train);

    [Fact]
    public void The_parts_are_disjoint_and_together_the_whole()
    {
        var (train, validation) = ValidationSplit.Of(_samples, 0.2, seed: 1);

        Assert.Equal((80, 20), (train.Count, validation!.Count));
        Assert.Equal(Texts(_samples).Order(), Texts(train).Concat(Texts(validation)).Order());
        Assert.NotEqual(Texts(_samples).Take(20), Texts(validation));
    }

    [Fact]
    public void Each_part_has_every_class_in_proportion()
    {
        var samples = _samples with { Labels = [.. Enumerable.Range(0, 100).Select(static n => (byte)(n < 80 ? 0 : n < 95 ? 1 : 2))] };
        var (train, validation) = ValidationSplit.Of(samples, 0.2, seed: 1);

        Assert.Equal([16, 3, 1], Enumerable.Range(0, 3).Select(label => validation!.Labels.Count(given => given == label)));
        Assert.Equal([64, 12, 4], Enumerable.Range(0, 3).Select(label => train.Labels.Count(given => given == label)));
    }

    [Fact]
    public void A_group_is_never_cut()
    {
        var samples = _samples with { Labels = new byte[100], Groups = [.. Enumerable.Range(0, 100).Select(static n => n / 10)] };
        var (train, validation) = ValidationSplit.Of(samples, 0.2, seed: 1);

        Assert.Equal((80, 20), (train.Count, validation!.Count));
        Assert.Empty(train.Groups.Intersect(validation.Groups));
    }

    [Fact]
    public void The_seed_decides()
    {
        Assert.Equal(Texts(ValidationSplit.Of(_samples, 0.2, 1).Train), Texts(ValidationSplit.Of(_samples, 0.2, 1).Train));
        Assert.NotEqual(Texts(ValidationSplit.Of(_samples, 0.2, 1).Train), Texts(ValidationSplit.Of(_samples, 0.2, 2).Train));
    }

    [Fact]
    public void Nothing_is_held_out_by_default() => Assert.Equal((_samples, null), ValidationSplit.Of(_samples, 0, 1));

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.999)]
    public void No_part_may_be_empty(double fraction) => Assert.Contains(
        "--validation", Assert.Throws<TrainingException>(() => ValidationSplit.Of(_samples, fraction, 1))
            .Message, StringComparison.Ordinal);

    [Fact]
    public void A_run_measures_on_what_is_held_out()
    {
        var epochs = new List<EpochResult>();
        var options = new TrainingOptions
        {
            Neurons = 10,
            Epochs = 6,
            BatchSize = 8,
            ValidationFraction = 0.25,
            Schedule = Schedule.Interleaved,
            UpdateEvery = 0,
            StatisticsFrom = StatisticsSource.Validation,
        };
        var outcome = TrainingRun.Run("tiny", TinySet.Create(), options, new() { Epoch = epochs.Add }, default);

        Assert.Equal(5, outcome.Evolution!.Rounds);
        Assert.InRange(epochs[^1].Validation!.Value.Accuracy!.Value, 0.8, 1);
    }

    private static IEnumerable<string> Texts(Samples samples) =>
        Enumerable.Range(0, samples.Count).Select(n => $"{samples.Labels[n]}:{string.Join(' ', samples.Row(n))}");
}
