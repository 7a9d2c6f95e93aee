using FreeNets.Trainer.Data;

namespace FreeNets.Trainer.Tests.Training;

/// <summary>Four classes of noisy 6×6 images: the class is the quadrant that is brighter than the rest.</summary>
internal static class TinySet
{
    private const int Side = 6;

    public static DataSet Create(int train = 600, int test = 200)
    {
        var random = new Random(42);
        return new DataSet("tiny", Images(random, train), Images(random, test), ["north-west", "north-east", "south-west", "south-east"]);
    }

    private static ImageSet Images(Random random, int count)
    {
        var pixels = new byte[count * Side * Side];
        var labels = new byte[count];
        for (var n = 0; n < count; n++)
        {
            labels[n] = (byte)random.Next(4);
            for (var p = 0; p < Side * Side; p++)
            {
                var quadrant = (p / Side / 3 * 2) + (p % Side / 3);
                pixels[(n * Side * Side) + p] = (byte)random.Next(quadrant == labels[n] ? 256 : 120);
            }
        }

        return new ImageSet(pixels, labels, Side, Side);
    }
}
