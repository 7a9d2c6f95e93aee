using FreeNets.Trainer.Data;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training;

/// <summary>Holds out part of the training samples.</summary>
public static class ValidationSplit
{
    /// <summary>Two disjoint parts of <paramref name="images"/>, drawn by the seed; the second is null for a fraction of 0.</summary>
    /// <exception cref="TrainingException">A part would be empty.</exception>
    public static (ImageSet Train, ImageSet? Validation) Of(ImageSet images, double fraction, long seed)
    {
        if (fraction == 0)
        {
            return (images, null);
        }

        var held = (int)Math.Round(fraction * images.Count);
        if (held < 1 || held >= images.Count)
        {
            throw new TrainingException(
                $"A fraction {fraction} of {images.Count} training images leaves one part empty. Choose another --validation.");
        }

        using var generator = RandomStreams.Open(RandomStream.ValidationSplit, seed);
        using var order = randperm(images.Count, ScalarType.Int64, generator: generator);
        var shuffled = order.data<long>().ToArray();
        return (Select(images, shuffled.AsSpan(held)), Select(images, shuffled.AsSpan(0, held)));
    }

    private static ImageSet Select(ImageSet images, ReadOnlySpan<long> indices)
    {
        var pixels = new byte[indices.Length * images.PixelsPerImage];
        var labels = new byte[indices.Length];
        for (var n = 0; n < indices.Length; n++)
        {
            images.Image((int)indices[n]).CopyTo(pixels.AsSpan(n * images.PixelsPerImage));
            labels[n] = images.Labels[indices[n]];
        }

        return images with { Pixels = pixels, Labels = labels };
    }
}
