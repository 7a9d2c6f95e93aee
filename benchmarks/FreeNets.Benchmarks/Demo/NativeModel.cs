using System.Runtime.InteropServices;

namespace FreeNets.Benchmarks.Demo;

/// <summary>The library that runtime/samples/model makes of a model.</summary>
internal sealed unsafe class NativeModel : IDisposable
{
    private readonly nint _library;
    private readonly delegate* unmanaged<byte*, nuint, float*, nuint, int> _predict;
    private readonly delegate* unmanaged<byte*, nuint, float*, nuint, int> _predictBatch;
    private readonly int _inputs;

    /// <exception cref="DllNotFoundException">The library is missing or cannot be loaded.</exception>
    /// <exception cref="EntryPointNotFoundException">The library is not a model library.</exception>
    public NativeModel(string path)
    {
        _library = NativeLibrary.Load(Path.GetFullPath(path));
        _predict = (delegate* unmanaged<byte*, nuint, float*, nuint, int>)Export("model_predict_u8");
        _predictBatch = (delegate* unmanaged<byte*, nuint, float*, nuint, int>)Export("model_predict_batch_u8");
        _inputs = ((delegate* unmanaged<int>)Export("model_inputs"))();
        SelfTest = ((delegate* unmanaged<int>)Export("model_self_test"))() == 0;
    }

    /// <summary>Whether the library reproduces its model's check vectors.</summary>
    public bool SelfTest { get; }

    public void Predict(byte[] pixels, float[] logits)
    {
        fixed (byte* input = pixels)
        fixed (float* output = logits)
        {
            var predict = pixels.Length == _inputs ? _predict : _predictBatch;
            var status = predict(input, (nuint)pixels.Length, output, (nuint)logits.Length);
            if (status != 0)
            {
                throw new InvalidOperationException($"The native library answered with status {status}.");
            }
        }
    }

    public void Dispose() => NativeLibrary.Free(_library);

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);
}
