using FreeNets.Trainer.Data;
using FreeNets.Trainer.Search;
using FreeNets.Trainer.Training;

namespace FreeNets.Trainer.Tests.Training;

public sealed class ValidationSplitTests
{
    private readonly ImageSet _images = TinySet.Create(train: 100).Train;

    [Fact]
    public void The_parts_are_disjoint_and_together_the_whole()
    {
        var (train, validation) = ValidationSplit.Of(_images, 0.2, seed: 1);

        Assert.Equal((80, 20), (train.Count, validation!.Count));
        Assert.Equal(Texts(_images).Order(), Texts(train).Concat(Texts(validation)).Order());
        Assert.NotEqual(Texts(_images).Take(20), Texts(validation));
    }

    [Fact]
    public void The_seed_decides()
    {
        Assert.Equal(Texts(ValidationSplit.Of(_images, 0.2, 1).Train), Texts(ValidationSplit.Of(_images, 0.2, 1).Train));
        Assert.NotEqual(Texts(ValidationSplit.Of(_images, 0.2, 1).Train), Texts(ValidationSplit.Of(_images, 0.2, 2).Train));
    }

    [Fact]
    public void Nothing_is_held_out_by_default() => Assert.Equal((_images, null), ValidationSplit.Of(_images, 0, 1));

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.999)]
    public void No_part_may_be_empty(double fraction) => Assert.Contains(
        "--validation", Assert.Throws<TrainingException>(() => ValidationSplit.Of(_images, fraction, 1)).Message, StringComparison.Ordinal);

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
        Assert.InRange(epochs[^1].ValidationAccuracy!.Value, 0.8, 1);
    }

    private static IEnumerable<string> Texts(ImageSet images) =>
        Enumerable.Range(0, images.Count).Select(n => $"{images.Labels[n]}:{Convert.ToHexString(images.Image(n))}");
}
