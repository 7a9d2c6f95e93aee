using FreeNets.Benchmarks.Peers.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace FreeNets.Benchmarks.Interop;

/// <summary>An ONNX file in ONNX Runtime on one thread, with one input, its memory bound once.</summary>
internal sealed class FileSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly OrtIoBinding _binding;
    private readonly List<IDisposable> _values = [];

    /// <param name="path">The file.</param>
    /// <param name="samples">Samples a call.</param>
    /// <param name="outputs">Floats of each output, one sample.</param>
    public FileSession(string path, int samples, IReadOnlyDictionary<string, int> outputs)
    {
        using var options = OneThread.Options();
        _session = new InferenceSession(path, options);
        _binding = _session.CreateIoBinding();
        var (name, metadata) = _session.InputMetadata.Single();
        long[] shape = [samples, .. metadata.Dimensions.Skip(1).Select(static size => (long)size)];
        Input = new float[shape.Aggregate(1L, static (product, size) => product * size)];
        _binding.BindInput(name, Kept(OrtValue.CreateTensorValueFromMemory(Input, shape)));
        Outputs = outputs.ToDictionary(static output => output.Key, output => new float[samples * output.Value]);
        foreach (var (output, values) in Outputs)
        {
            long[] sizes = [samples, .. _session.OutputMetadata[output].Dimensions.Skip(1).Select(static size => (long)size)];
            _binding.BindOutput(output, Kept(OrtValue.CreateTensorValueFromMemory(values, sizes)));
        }
    }

    /// <summary>[samples, inputs].</summary>
    public float[] Input { get; }

    /// <summary>[samples, values] of each output.</summary>
    public IReadOnlyDictionary<string, float[]> Outputs { get; }

    public void Run() => _session.RunWithBinding(_run, _binding);

    public void Dispose()
    {
        _binding.Dispose();
        _values.ForEach(static value => value.Dispose());
        _run.Dispose();
        _session.Dispose();
    }

    private OrtValue Kept(OrtValue value)
    {
        _values.Add(value);
        return value;
    }
}
