using FreeNets.Trainer.Data;

namespace FreeNets.Benchmarks.Timing;

/// <summary>Test images that everyone predicts.</summary>
/// <param name="Name">The data set.</param>
/// <param name="Pixels">[images, <paramref name="Inputs"/>].</param>
/// <param name="Inputs">Pixels an image.</param>
internal sealed record Images(string Name, byte[] Pixels, int Inputs)
{
    /// <summary>Enough to be no pattern that a branch predictor learns; they stay in the second cache.</summary>
    private const int Count = 512;

    public static Images Of(DataSet data)
    {
        var (inputs, test) = (data.Test.PixelsPerImage, data.Test);
        return new Images(data.Name, test.Pixels[..(Math.Min(Count, test.Count) * inputs)], inputs);
    }

    /// <summary>The fraction of pixels that are not zero.</summary>
    public double Density => Pixels.Count(static pixel => pixel != 0) / (double)Pixels.Length;

    /// <summary>[samples, inputs] each.</summary>
    public byte[][] Batches(int samples) =>
    [
        .. Enumerable.Range(0, Pixels.Length / (samples * Inputs))
            .Select(batch => Pixels.AsSpan(batch * samples * Inputs, samples * Inputs).ToArray()),
    ];
}
