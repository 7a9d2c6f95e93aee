using FreeNets.Model;

namespace FreeNets.Benchmarks.Timing;

/// <summary>One way to run one network on raw 8-bit images.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Net">The network that it computes.</param>
/// <param name="Flops">FLOPs a sample of the weights that it multiplies with, zeros included where it does not know of them.</param>
/// <param name="Predict">Fills [samples, outputs] logits from [samples, inputs] pixels.</param>
internal sealed record Contestant(string Name, FreeNet Net, long Flops, Action<byte[], float[]> Predict)
{
    /// <summary>float32 sums in another order differ by this much at most, relative to the largest logit of a sample.</summary>
    private const double Tolerance = 1e-3;

    /// <summary>The size of an encoder weight.</summary>
    public int BytesAWeight { get; init; } = sizeof(float);

    /// <summary>Throws unless the logits are those of the float64 reference evaluator.</summary>
    /// <exception cref="InvalidOperationException">They are another network's.</exception>
    public void Verify(byte[] pixels)
    {
        var (inputs, outputs) = (Net.Inputs, Net.Outputs);
        var samples = pixels.Length / inputs;
        var logits = new float[samples * outputs];
        Predict(pixels, logits);
        for (var sample = 0; sample < samples; sample++)
        {
            var expected =
                ReferenceEvaluator.Evaluate(Net, [.. pixels.Skip(sample * inputs).Take(inputs).Select(static pixel => (float)pixel)]);
            var scale = expected.Max(Math.Abs);
            if (expected.Where((logit, output) => !(Math.Abs(logit - logits[(sample * outputs) + output]) <= Tolerance * scale)).Any())
            {
                throw new InvalidOperationException($"{Name} does not compute the same network, {samples} samples a call.");
            }
        }
    }
}
