namespace FreeNets.Benchmarks.Timing;

/// <summary>Everyone's times on some images, so many a call: a column of a table.</summary>
internal sealed record Column(Images Images, IReadOnlyList<Contestant> Contestants, Round Round)
{
    /// <summary>Verifies everyone's logits on the first images, then times.</summary>
    /// <exception cref="InvalidOperationException">A contestant does not compute its network.</exception>
    public static Column Time(IReadOnlyList<Contestant> contestants, Images images, int samples)
    {
        var first = images.Batches(samples)[0];
        foreach (var contestant in contestants)
        {
            contestant.Verify(first);
        }

        return new Column(images, contestants, Round.Run(contestants, images, samples));
    }
}
