namespace FreeNets.Trainer.Data.DrawnDigits;

/// <summary>How one image is written; lengths in pixels.</summary>
/// <param name="Width">Of the digit.</param>
/// <param name="Height">Of the digit.</param>
/// <param name="Slant">Shift to the right for each pixel upwards.</param>
/// <param name="Cos">Cosine of the rotation.</param>
/// <param name="Sin">Sine of the rotation.</param>
/// <param name="CentreX">Centre of the digit, from the left.</param>
/// <param name="CentreY">Centre of the digit, from the top.</param>
/// <param name="Radius">Half the width of the line.</param>
/// <param name="Softness">Half the width of the band in which ink fades to paper.</param>
/// <param name="Darkness">Value of full ink, up to 255.</param>
/// <param name="Jitter">Standard deviation of a knot, in hundredths of the digit.</param>
/// <param name="Bend">Standard deviation of the elastic field.</param>
internal readonly record struct Hand(
    float Width, float Height, float Slant, float Cos, float Sin, float CentreX, float CentreY,
    float Radius, float Softness, float Darkness, float Jitter, float Bend)
{
    /// <summary>Another hand.</summary>
    public static Hand Random(Random random)
    {
        // The tangent of half the angle gives sine and cosine without a library whose last bit differs between machines.
        var tangent = 0.07f * random.Normal();
        var scale = 1 / (1 + (tangent * tangent));
        return new Hand(
            Width: random.Between(9, 16),
            Height: random.Between(16, 21),
            Slant: 0.12f + (0.2f * random.Normal()),
            Cos: (1 - (tangent * tangent)) * scale,
            Sin: 2 * tangent * scale,
            CentreX: 14 + (1.0f * random.Normal()),
            CentreY: 14 + (0.8f * random.Normal()),
            Radius: random.Between(0.7f, 1.7f),
            Softness: random.Between(0.5f, 0.9f),
            Darkness: random.Between(200, 255),
            Jitter: random.Between(2, 5),
            Bend: random.Between(0.5f, 1.5f));
    }
}

/// <summary>The distributions drawing needs, by exact arithmetic alone.</summary>
internal static class Distributions
{
    /// <summary>Nearly standard normal, within ±3.5: the sum of four uniform numbers.</summary>
    public static float Normal(this Random random) =>
        1.7320508f * (random.NextSingle() + random.NextSingle() + random.NextSingle() + random.NextSingle() - 2);

    /// <summary>Uniform from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public static float Between(this Random random, float low, float high) => low + ((high - low) * random.NextSingle());
}
