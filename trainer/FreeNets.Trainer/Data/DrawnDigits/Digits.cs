using FreeNets.Trainer.Data.Idx;

namespace FreeNets.Trainer.Data.DrawnDigits;

/// <summary>
/// Ten classes of drawn, handwritten-like digits of 28 × 28 pixels, for when there is no data at all: 12,000 images to train on,
/// 2,000 to test with, every class equally often.
/// </summary>
/// <remarks>
/// Drawing uses additions, multiplications, divisions and square roots only, all exact by IEEE 754, so that a seed gives the same bytes
/// on every machine. Training and test images come from separate streams of random numbers.
/// </remarks>
public static class Digits
{
    /// <summary>The seed of the set that commands use.</summary>
    public const int DefaultSeed = 1;

    private const int TrainCount = 12_000;
    private const int TestCount = 2_000;
    private const int Classes = 10;

    /// <summary>Draws the set.</summary>
    public static DataSet Create(int seed = DefaultSeed) => new(
        NamedSets.Digits,
        Draw(SeededRandom.Open((uint)seed, 0), TrainCount),
        Draw(SeededRandom.Open((uint)seed, 1), TestCount),
        ClassNames.Numbers(Classes));

    private static ImageSet Draw(Random random, int count)
    {
        var labels = new byte[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % Classes);
        }
        random.Shuffle(labels);

        var pen = new DigitPen(random);
        var pixels = new byte[count * DigitPen.Size * DigitPen.Size];
        for (var i = 0; i < count; i++)
        {
            pen.Draw(labels[i], pixels.AsSpan(i * DigitPen.Size * DigitPen.Size, DigitPen.Size * DigitPen.Size));
        }
        return new ImageSet(pixels, labels, DigitPen.Size, DigitPen.Size);
    }
}
