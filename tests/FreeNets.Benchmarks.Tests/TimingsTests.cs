using FreeNets.Benchmarks.Timing;

namespace FreeNets.Benchmarks.Tests;

public class TimingsTests
{
    [Fact]
    public void A_ratio_compares_within_rounds()
    {
        // A machine that slows down by ten in the second round, and a hiccup of the first workload in the third.
        var timings = new Timings([[20, 10], [200, 100], [900, 10]]);
        Assert.Equal(2, timings.Ratio(0, 1));
        Assert.Equal(200, timings.Nanoseconds(0));
    }

    [Fact]
    public void Images_are_cut_into_batches_without_loss()
    {
        var images = new Images("made", [.. Enumerable.Range(0, 24).Select(static i => (byte)i)], Inputs: 4);
        Assert.Equal(images.Pixels, images.Batches(2).SelectMany(static batch => batch));
        Assert.Equal(23 / 24.0, images.Density);
    }
}
