using FreeNets.Benchmarks.Generated;
using FreeNets.Benchmarks.Timing;

namespace FreeNets.Benchmarks.Reference;

/// <summary>What calls allocate on the managed heap.</summary>
internal static class Allocations
{
    private const int Calls = 1_000;

    /// <summary>Bytes a call, of the method that allocates most.</summary>
    public static double Of(GeneratedCode code, Images images, int outputs)
    {
        var (one, batch) = (images.Batches(1)[0], images.Batches(256)[0]);
        var logits = new float[256 * outputs];
        return new[]
        {
            ACall(() => code.Predict(one, logits)),
            ACall(() => code.Classify(one)),
            ACall(() => code.PredictBatch(batch, logits)),
        }.Max();
    }

    private static double ACall(Action call)
    {
        call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            call();
        }

        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }
}
