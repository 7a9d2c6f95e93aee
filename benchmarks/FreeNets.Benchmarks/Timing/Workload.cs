namespace FreeNets.Benchmarks.Timing;

/// <summary>Something to be timed.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Run">Does it a number of times.</param>
internal sealed record Workload(string Name, Action<int> Run)
{
    /// <summary>Calls that walk over the batches again and again, so that no input is in the cache for free.</summary>
    public static Workload Over(Contestant contestant, byte[][] batches, int samples)
    {
        var logits = new float[samples * contestant.Net.Outputs];
        var next = 0;
        return new Workload(contestant.Name, count =>
        {
            for (var i = 0; i < count; i++)
            {
                contestant.Predict(batches[next], logits);
                next = next + 1 == batches.Length ? 0 : next + 1;
            }
        });
    }
}
