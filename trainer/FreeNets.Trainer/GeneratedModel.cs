using System.Reflection;
using System.Runtime.Loader;
using FreeNets.Compiler;
using FreeNets.Model;

namespace FreeNets.Trainer;

/// <summary>The code that <c>dotnet build</c> would make of a network, in this process and ready to be called.</summary>
internal sealed class GeneratedModel
{
    private GeneratedModel(Prediction predict, Prediction predictBatch) => (Predict, PredictBatch) = (predict, predictBatch);

    public delegate void Prediction(ReadOnlySpan<float> inputs, Span<float> logits);

    /// <summary>One sample.</summary>
    public Prediction Predict { get; }

    /// <summary>Any number of samples, row by row.</summary>
    public Prediction PredictBatch { get; }

    /// <summary>Generates and compiles; takes seconds for a graph of thousands of edges.</summary>
    public static GeneratedModel Of(FreeNet net)
    {
        using var image = new MemoryStream(GeneratedAssembly.Compile(net, new CompilerOptions("Served", "Model", "model.fnet", SourceHash: "")));
        var type = new AssemblyLoadContext("served").LoadFromStream(image).GetType("Served.Model", throwOnError: true)!;
        return new GeneratedModel(Find(type, "Predict"), Find(type, "PredictBatch"));
    }

    private static Prediction Find(Type type, string name) => type
        .GetMethod(name, BindingFlags.Public | BindingFlags.Static, [typeof(ReadOnlySpan<float>), typeof(Span<float>)])!
        .CreateDelegate<Prediction>();
}
