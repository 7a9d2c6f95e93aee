using System.Reflection;
using System.Runtime.Loader;
using FreeNets.Compiler;
using FreeNets.Model;

namespace FreeNets.Trainer.Generated;

/// <summary>The code that <c>dotnet build</c> would make of a network, in this process and ready to be called.</summary>
public sealed class GeneratedModel
{
    private GeneratedModel(Type type)
    {
        (Predict, PredictBatch) = (Find(type, "Predict"), Find(type, "PredictBatch"));
        SelfTest = type.GetMethod("SelfTest", BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Func<bool>>();
    }

    /// <summary>Computes [samples, outputs] from [samples, inputs].</summary>
    public delegate void Prediction(ReadOnlySpan<float> inputs, Span<float> logits);

    /// <summary>One sample.</summary>
    public Prediction Predict { get; }

    /// <summary>Any number of samples, row by row.</summary>
    public Prediction PredictBatch { get; }

    /// <summary>Whether it reproduces the network's check vectors.</summary>
    public Func<bool> SelfTest { get; }

    /// <summary>Generates and compiles; takes seconds for a graph of thousands of edges.</summary>
    /// <exception cref="InvalidOperationException">The generated code does not compile.</exception>
    public static GeneratedModel Of(FreeNet net)
    {
        using var image =
            new MemoryStream(GeneratedAssembly.Compile(net, new CompilerOptions("Served", "Model", "model.fnet", SourceHash: "")));
        var type = new AssemblyLoadContext("served").LoadFromStream(image).GetType("Served.Model", throwOnError: true)!;
        return new GeneratedModel(type);
    }

    private static Prediction Find(Type type, string name) => type
        .GetMethod(name, BindingFlags.Public | BindingFlags.Static, [typeof(ReadOnlySpan<float>), typeof(Span<float>)])!
        .CreateDelegate<Prediction>();
}
