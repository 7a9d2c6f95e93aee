using static TorchSharp.torch;

namespace FreeNets.Trainer.Search;

/// <summary>Collects <see cref="CoActivations"/> batch by batch: line 3 of Algorithm 2.</summary>
/// <param name="neurons">k.</param>
public sealed class CoActivationCounter(int neurons)
{
    // Every partial sum of a float32 product of zeros and ones is exact below this.
    private const long MaxBatch = 1 << 24;

    private readonly long[] _counts = new long[neurons * neurons];
    private long _samples;

    /// <summary>Counts one batch.</summary>
    /// <param name="h">Activations, [k, n]; a neuron is active where h &gt; 0.</param>
    /// <exception cref="ArgumentException">The shape does not fit, or n exceeds 2²⁴.</exception>
    public void Add(Tensor h)
    {
        if (h.dim() != 2 || h.shape[0] != neurons || h.shape[1] > MaxBatch)
        {
            throw new ArgumentException($"Expected [{neurons}, at most {MaxBatch}] activations.", nameof(h));
        }

        using var scope = NewDisposeScope();
        var s = h.detach().gt(0).to_type(ScalarType.Float32);
        var products = s.matmul(s.t()).data<float>().ToArray();
        for (var i = 0; i < products.Length; i++)
        {
            _counts[i] += (long)products[i];
        }

        _samples += h.shape[1];
    }

    /// <summary>The statistics of all batches so far.</summary>
    public CoActivations ToCoActivations() => new(_samples, neurons, (long[])_counts.Clone());
}
