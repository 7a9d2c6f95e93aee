namespace FreeNets.Benchmarks.Timing;

/// <summary>Something to be timed.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Run">Does it a number of times.</param>
internal sealed record Workload(string Name, Action<int> Run)
{
    internal delegate void Call(ReadOnlySpan<float> inputs);

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

    /// <summary>The same over parts of so many floats.</summary>
    public static Workload Over(string name, float[] values, int length, Call call)
    {
        var next = 0;
        return new Workload(name, count =>
        {
            for (var i = 0; i < count; i++)
            {
                call(values.AsSpan(next, length));
                next = next + (2 * length) > values.Length ? 0 : next + length;
            }
        });
    }
}
