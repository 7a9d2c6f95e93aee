using FreeNets.Benchmarks.Generated;
using FreeNets.Benchmarks.Limits;
using FreeNets.Benchmarks.Timing;
using FreeNets.Runtime;
using FreeNets.Tests;

namespace FreeNets.Benchmarks.Reference;

/// <summary>How the time of the cascade follows its edges: the generated methods of the batch cascade alone, without the encoder.</summary>
internal static class CascadeDensity
{
    private const int Neurons = 100;
    private const double Sparse = 0.1;

    /// <summary>The time at 10 % of the edges ÷ the time at 100 %.</summary>
    public static double Measure() => Interleaved.Time([Cascade(Sparse), Cascade(1)]).Ratio(0, 1);

    private static Workload Cascade(double density)
    {
        var code = GeneratedCode.Of(Variations.WithThinDecoder(RandomNets.Create(seed: 1, inputs: 16, Neurons, outputs: 1, density)));
        var kernels = code.Cascade(MachineLimits.Isa).ToArray();
        if (kernels.Length == 0)
        {
            throw new InvalidOperationException("The generated code has no methods for the cascade alone.");
        }

        // Nothing branches on a value, so zeros take the time of all others, and stay what they are however often the cascade runs.
        // Pinned, because generated code aligns its states to cache lines.
        var state = GC.AllocateArray<float>((MachineLimits.Lanes * code.StateLength) + Aligned.Padding, pinned: true);
        return new Workload($"cascade at {density:P0}", count =>
        {
            for (var i = 0; i < count; i++)
            {
                foreach (var kernel in kernels)
                {
                    kernel(ref Aligned.Start(state));
                }
            }
        });
    }
}
