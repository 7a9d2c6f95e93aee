using FreeNets.Trainer.Search;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Tests.Search;

public sealed class SlidingWindowTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public void It_holds_the_latest_batches_and_no_other(int batches)
    {
        var random = new Random(5);
        var window = new SlidingWindow(4, batches);
        var all = new List<bool[][]>();
        Assert.Null(window.Sum);
        for (var n = 1; n <= 7; n++)
        {
            all.Add(Statistics.RandomActivity(random, neurons: 4, samples: n));
            using var h = tensor(all[^1].SelectMany(static row => row.Select(static active => active ? 1f : 0)).ToArray()).view(n, 4).t();
            window.Add(h);

            Assert.Equal(Statistics.Of([.. all.TakeLast(batches).SelectMany(static batch => batch)]), window.Sum);
        }
    }
}
