using System.Numerics.Tensors;
using FreeNets.Compiler.Optimise;
using FreeNets.Import;
using FreeNets.Model;
using Microsoft.ML.OnnxRuntime;

namespace FreeNets.Benchmarks.Peers.Onnx;

/// <summary>A model in ONNX Runtime on one thread, with its inputs and outputs bound once: as fast as a careful user gets it.</summary>
internal sealed class OnnxSession : IDisposable
{
    private static readonly string[] s_inputNames = ["x"];
    private static readonly string[] s_outputNames = ["logits"];

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly int _inputs;
    private readonly int _outputs;
    private float[] _input = [];
    private OrtValue[] _inputValues = [];
    private OrtValue[] _outputValues = [];
    private float[]? _output;

    public OnnxSession(byte[] model, int inputs, int outputs)
    {
        using var options = OneThread.Options();
        _session = new InferenceSession(model, options);
        (_inputs, _outputs) = (inputs, outputs);
    }

    /// <summary>
    /// A network as a user of ONNX would have to write it: a Gemm a neuron, since no operator knows graphs, or two where it has no edges.
    /// Normalisation goes into the weights, as the compiler does it, so that both sides do the same work.
    /// </summary>
    public static byte[] ModelOf(FreeNet net) =>
        OnnxExport.Write(FoldNormalisation.Fold(net), net.Edges.Count > 0 ? OnnxForm.Plain : OnnxForm.Compact);

    /// <summary>Raw pixels as everyone takes them; widening them to float is part of the work, as it is for everyone.</summary>
    public void Predict(byte[] pixels, float[] logits)
    {
        if (_input.Length != pixels.Length || !ReferenceEquals(_output, logits))
        {
            Bind(pixels.Length, logits);
        }

        TensorPrimitives.ConvertTruncating<byte, float>(pixels, _input);
        _session.Run(_run, s_inputNames, _inputValues, s_outputNames, _outputValues);
    }

    public void Dispose()
    {
        Unbind();
        _run.Dispose();
        _session.Dispose();
    }

    private void Bind(int length, float[] logits)
    {
        Unbind();
        var samples = length / _inputs;
        (_input, _output) = (new float[length], logits);
        _inputValues = [OrtValue.CreateTensorValueFromMemory(_input, [samples, _inputs])];
        _outputValues = [OrtValue.CreateTensorValueFromMemory(logits, [samples, _outputs])];
    }

    private void Unbind()
    {
        foreach (var value in _inputValues.Concat(_outputValues))
        {
            value.Dispose();
        }
    }
}
