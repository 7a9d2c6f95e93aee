using System.Diagnostics;
using FreeNets.Trainer.Data;

namespace FreeNets.Benchmarks.Demo;

/// <summary>What was measured of one engine.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Logits">[test images, outputs].</param>
/// <param name="Accuracy">The fraction of test images whose largest logit is their label's.</param>
/// <param name="NanosecondsBatch1">Nanoseconds an image, one image a call.</param>
/// <param name="NanosecondsBatch256">Nanoseconds an image, 256 images a call.</param>
internal sealed record Measurement(Engine Engine, float[] Logits, double Accuracy, double NanosecondsBatch1, double NanosecondsBatch256)
{
    private const int Large = 256;

    /// <summary>Predicts all test images, and times batches of 1 and 256 taken from them.</summary>
    public static Measurement Of(Engine engine, ImageSet test, int outputs)
    {
        var logits = new float[test.Count * outputs];
        engine.Predict(test.Pixels, logits);
        var correct = Enumerable.Range(0, test.Count).Count(image => Classify(logits, image, outputs) == test.Labels[image]);
        return new Measurement(
            engine, logits, (double)correct / test.Count, Time(engine, test, outputs, 1), Time(engine, test, outputs, Large));
    }

    /// <summary>Test images on which both engines choose different classes.</summary>
    public int Disagreements(Measurement other, int outputs) =>
        Enumerable.Range(0, Logits.Length / outputs)
            .Count(image => Classify(Logits, image, outputs) != Classify(other.Logits, image, outputs));

    /// <summary>The largest difference of two logits, relative to the largest logit of its image.</summary>
    public double LargestDifference(Measurement other, int outputs)
    {
        var largest = 0.0;
        for (var image = 0; image < Logits.Length / outputs; image++)
        {
            var a = Logits.AsSpan(image * outputs, outputs);
            var b = other.Logits.AsSpan(image * outputs, outputs);
            var (scale, difference) = (0.0, 0.0);
            for (var i = 0; i < outputs; i++)
            {
                scale = Math.Max(scale, Math.Abs(b[i]));
                difference = Math.Max(difference, Math.Abs((double)a[i] - b[i]));
            }

            largest = Math.Max(largest, difference == 0 ? 0 : difference / scale);
        }

        return largest;
    }

    private static int Classify(float[] logits, int image, int outputs) => Runtime.Logits.ArgMax(logits.AsSpan(image * outputs, outputs));

    /// <summary>The median of several passes over different images, so that no input is ever in the cache for free.</summary>
    private static double Time(Engine engine, ImageSet test, int outputs, int batch)
    {
        var inputs = test.PixelsPerImage;
        var batches = Enumerable.Range(0, Math.Max(1, Math.Min(test.Count, 2_048) / batch))
            .Select(i => test.Pixels.AsSpan(i * batch * inputs, batch * inputs).ToArray())
            .ToArray();
        var logits = new float[batch * outputs];
        var passes = new List<double>();
        var clock = Stopwatch.StartNew();
        while (passes.Count < 3 || (clock.ElapsedMilliseconds < 1_000 && passes.Count < 101))
        {
            var start = Stopwatch.GetTimestamp();
            foreach (var pixels in batches)
            {
                engine.Predict(pixels, logits);
            }

            passes.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / (batches.Length * batch));
        }

        passes.Sort();
        return passes[passes.Count / 2];
    }
}
