using FreeNets.Trainer.Kernels;

namespace FreeNets.Trainer.Tests.Kernels;

public sealed class PixelsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(256)]
    [InlineData(256 + 13)]
    public void Inputs_have_the_bits_that_the_model_states(int count)
    {
        var (mean, scale) = (72.94f, 1f / 90.02f);
        var pixels = Enumerable.Range(0, count).Select(static i => (byte)i).ToArray();
        var x = new float[count];

        Pixels.Normalise(pixels, mean, scale, x);

        Assert.Equal(Array.ConvertAll(pixels, pixel => (pixel - mean) * scale), x);
    }

    [Fact]
    public void Lengths_that_differ_are_refused() =>
        Assert.Throws<ArgumentException>(static () => Pixels.Normalise(new byte[3], 0, 1, new float[4]));
}
