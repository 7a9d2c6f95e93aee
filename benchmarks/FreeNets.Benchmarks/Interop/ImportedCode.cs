using System.Reflection;
using System.Runtime.Loader;
using FreeNets.Compiler;
using FreeNets.Model;
using FreeNets.Trainer;

namespace FreeNets.Benchmarks.Interop;

/// <summary>Generated code of an imported network, over floats.</summary>
internal sealed class ImportedCode
{
    public ImportedCode(FreeNet net)
    {
        using var image = new MemoryStream(GeneratedAssembly.Compile(net, new CompilerOptions("Generated", "Net", "interop.fnet", "00")));
        var type = new AssemblyLoadContext(name: null).LoadFromStream(image).GetType("Generated.Net")!;
        Type[] parameters = [typeof(ReadOnlySpan<float>), typeof(Span<float>)];
        Predict = type.GetMethod("Predict", parameters)!.CreateDelegate<Prediction>();
        PredictBatch = type.GetMethod("PredictBatch", parameters)!.CreateDelegate<Prediction>();
        if (!type.GetMethod("SelfTest", BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Func<bool>>()())
        {
            throw new InvalidOperationException($"{net.Name}: generated code does not reproduce the network's check vectors.");
        }
    }

    internal delegate void Prediction(ReadOnlySpan<float> input, Span<float> outputs);

    public Prediction Predict { get; }

    public Prediction PredictBatch { get; }
}
