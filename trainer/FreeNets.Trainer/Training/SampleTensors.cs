using FreeNets.Trainer.Data;
using static TorchSharp.torch;

namespace FreeNets.Trainer.Training;

/// <summary><see cref="Samples"/> as tensors; bytes stay bytes, a quarter of the memory, until a batch is normalised.</summary>
internal sealed class SampleTensors : IDisposable
{
    private const int EvaluationBatch = 1024;

    private readonly Tensor _inputs;
    private readonly Tensor _wanted;

    public SampleTensors(ImageSet images)
        : this(Samples.Of(images), null)
    {
    }

    public SampleTensors(Samples samples, Preparation? preparation)
    {
        using var scope = NewDisposeScope();
        Count = samples.Count;
        var inputs = preparation is not null ? tensor(preparation.Inputs(samples)) : tensor(samples.Bytes);
        _inputs = scope.Detach(inputs.view(samples.Count, -1));
        _wanted = scope.Detach(samples.Targets.Length > 0
            ? tensor(preparation!.Outputs(samples)).view(samples.Count, -1)
            : tensor(samples.Labels).to_type(ScalarType.Int64));
    }

    public int Count { get; }

    /// <summary>Whether numbers are wanted, and not classes.</summary>
    public bool AreNumbers => _wanted.dtype == ScalarType.Float32;

    /// <summary>Inputs [n, inputs] and what is wanted, labels [n] or numbers [n, outputs], of the samples with these indices [n].</summary>
    public (Tensor Inputs, Tensor Wanted) Gather(Tensor indices) => (_inputs.index_select(0, indices), _wanted.index_select(0, indices));

    /// <summary>The same of <paramref name="count"/> samples from <paramref name="start"/>, not copied.</summary>
    public (Tensor Inputs, Tensor Wanted) Slice(int start, int count) => (_inputs.narrow(0, start, count), _wanted.narrow(0, start, count));

    /// <summary>Calls <paramref name="use"/> for all of them, so many at a time; what it makes is disposed of.</summary>
    public void ForEachSlice(Action<Tensor, Tensor> use)
    {
        for (var start = 0; start < Count; start += EvaluationBatch)
        {
            using var scope = NewDisposeScope();
            var (inputs, wanted) = Slice(start, Math.Min(EvaluationBatch, Count - start));
            use(inputs, wanted);
        }
    }

    public void Dispose()
    {
        _inputs.Dispose();
        _wanted.Dispose();
    }
}
