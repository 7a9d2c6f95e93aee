using System.Numerics.Tensors;
using FreeNets.Benchmarks.Demo;
using Microsoft.ML.OnnxRuntime;

namespace FreeNets.Benchmarks.Peers;

/// <summary>A model in ONNX Runtime on one thread, with its inputs and outputs bound once: as fast as a careful user gets it.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly int _inputs;
    private readonly int _outputs;
    private float[] _input = [];
    private OrtValue? _inputValue;
    private OrtValue? _outputValue;
    private float[]? _output;

    public OnnxSession(byte[] model, int inputs, int outputs)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        _session = new InferenceSession(model, options);
        (_inputs, _outputs) = (inputs, outputs);
    }

    /// <summary>Raw pixels as the other engines take them; widening them to float is part of the work, as it is for everyone.</summary>
    public Engine AsEngine(string name, string key) => new(name, key, Predict);

    public void Dispose()
    {
        _inputValue?.Dispose();
        _outputValue?.Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private void Predict(byte[] pixels, float[] logits)
    {
        if (_input.Length != pixels.Length || !ReferenceEquals(_output, logits))
        {
            Bind(pixels.Length, logits);
        }

        TensorPrimitives.ConvertTruncating<byte, float>(pixels, _input);
        _session.Run(_run, ["x"], [_inputValue!], ["logits"], [_outputValue!]);
    }

    private void Bind(int length, float[] logits)
    {
        _inputValue?.Dispose();
        _outputValue?.Dispose();
        var samples = length / _inputs;
        (_input, _output) = (new float[length], logits);
        _inputValue = OrtValue.CreateTensorValueFromMemory(_input, [samples, _inputs]);
        _outputValue = OrtValue.CreateTensorValueFromMemory(logits, [samples, _outputs]);
    }
}
