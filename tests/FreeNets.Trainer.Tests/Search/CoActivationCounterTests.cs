using FreeNets.Trainer.Search;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Tests.Search;

public sealed class CoActivationCounterTests
{
    private readonly bool[][] _samples = Statistics.RandomActivity(new Random(3), neurons: 7, samples: 50);

    [Fact]
    public void Batches_count_like_the_whole_and_like_the_definition()
    {
        var whole = Count(_samples);
        var batches = Count(_samples[..20], _samples[20..21], _samples[21..]);

        Assert.Equal(Statistics.Of(_samples), whole);
        Assert.Equal(whole, batches);
    }

    [Fact]
    public void Counts_of_two_parts_add_up()
    {
        Assert.Equal(Count(_samples), Count(_samples[..33]).Plus(Count(_samples[33..])));
        Assert.Throws<ArgumentException>(() => Count(_samples).Plus(new CoActivations(1, 2, new long[4])));
    }

    [Fact]
    public void Activations_of_another_width_are_refused()
    {
        using var h = zeros(3, 5);
        Assert.Throws<ArgumentException>(() => new CoActivationCounter(4).Add(h));
    }

    private static CoActivations Count(params bool[][][] batches)
    {
        var counter = new CoActivationCounter(batches[0][0].Length);
        foreach (var batch in batches)
        {
            // Any h > 0 is active; 0 and below are not.
            var h = batch.SelectMany(static row => row.Select(static active => active ? 0.25f : 0)).ToArray();
            using var activations = tensor(h).view(batch.Length, -1).t();
            counter.Add(activations);
        }

        return counter.ToCoActivations();
    }
}
