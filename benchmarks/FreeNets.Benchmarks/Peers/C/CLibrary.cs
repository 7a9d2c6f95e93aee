using System.Runtime.InteropServices;
using FreeNets.Model;

namespace FreeNets.Benchmarks.Peers.C;

/// <summary>A network as a C library in this process.</summary>
internal sealed unsafe class CLibrary : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("freenets-c-");
    private readonly nint _library;
    private readonly int _inputs;
    private readonly delegate* unmanaged<byte*, float*, void> _rows;
    private readonly delegate* unmanaged<byte*, float*, void> _columns;
    private readonly delegate* unmanaged<byte*, float*, int, void> _batch;

    /// <param name="net">With folded normalisation.</param>
    public CLibrary(FreeNet net)
    {
        _inputs = net.Inputs;
        _library = NativeLibrary.Load(Clang.Compile(CEmitter.Emit(net), _folder.FullName, "net"));
        _rows = (delegate* unmanaged<byte*, float*, void>)NativeLibrary.GetExport(_library, CEmitter.PredictRows);
        _columns = (delegate* unmanaged<byte*, float*, void>)NativeLibrary.GetExport(_library, CEmitter.PredictColumns);
        _batch = (delegate* unmanaged<byte*, float*, int, void>)NativeLibrary.GetExport(_library, CEmitter.PredictBatch);
    }

    /// <summary>Dot products by neuron for one sample; blocks for more.</summary>
    public void Predict(byte[] pixels, float[] logits)
    {
        fixed (byte* input = pixels)
        fixed (float* output = logits)
        {
            if (pixels.Length == _inputs)
            {
                _rows(input, output);
            }
            else
            {
                _batch(input, output, pixels.Length / _inputs);
            }
        }
    }

    /// <summary>Input by input, skipping zeros; one sample after the other.</summary>
    public void PredictSkippingZeros(byte[] pixels, float[] logits)
    {
        var samples = pixels.Length / _inputs;
        var outputs = logits.Length / samples;
        fixed (byte* input = pixels)
        fixed (float* output = logits)
        {
            for (var sample = 0; sample < samples; sample++)
            {
                _columns(input + (sample * _inputs), output + (sample * outputs));
            }
        }
    }

    public void Dispose()
    {
        NativeLibrary.Free(_library);
        _folder.Delete(recursive: true);
    }
}
