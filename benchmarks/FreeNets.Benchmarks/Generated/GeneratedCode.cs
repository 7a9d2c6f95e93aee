using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using FreeNets.Compiler;
using FreeNets.Model;
using FreeNets.Trainer.Generated;

namespace FreeNets.Benchmarks.Generated;

/// <summary>
/// What the compiler makes of a network, compiled by Roslyn in this process: the very code that <c>dotnet build</c> would compile in,
/// without a build for each network.
/// </summary>
internal sealed class GeneratedCode
{
    private readonly byte[] _assembly;
    private readonly Type _type;

    private GeneratedCode(byte[] assembly)
    {
        _assembly = assembly;
        _type = Load(assembly);
        Predict = Method<Prediction>(_type, "Predict");
        PredictBatch = Method<Prediction>(_type, "PredictBatch");
        Classify = Method<Classification>(_type, "Classify");
    }

    internal delegate void Prediction(ReadOnlySpan<byte> input, Span<float> logits);

    internal delegate int Classification(ReadOnlySpan<byte> input);

    internal delegate void StateKernel(ref float z);

    public Prediction Predict { get; }

    public Prediction PredictBatch { get; }

    public Classification Classify { get; }

    /// <summary>FLOPs of the weights that the optimised network uses.</summary>
    public long Flops => (long)Constant("Flops");

    /// <summary>Floats of one sample's state.</summary>
    public int StateLength => (int)Constant("StateLength");

    /// <summary>Generates, compiles and loads.</summary>
    /// <exception cref="InvalidOperationException">The generated code does not compile or fails its self-test.</exception>
    public static GeneratedCode Of(FreeNet net) => Of(net, CodeChoices.Default);

    /// <summary>Generates with a user's choices, compiles and loads.</summary>
    /// <exception cref="InvalidOperationException">The generated code does not compile or fails its self-test.</exception>
    public static GeneratedCode Of(FreeNet net, CodeChoices choices)
    {
        var options = new CompilerOptions("Generated", "Net", "benchmark.fnet", "00") { Choices = choices };
        var code = new GeneratedCode(GeneratedAssembly.Compile(net, options));
        return net.Checks.Count == 0 || Method<Func<bool>>(code._type, "SelfTest")()
            ? code
            : throw new InvalidOperationException("Generated code does not reproduce the network's check vectors.");
    }

    /// <summary>
    /// The batch cascade of the widest family that this machine runs: methods over the state of one lane a sample, in order.
    /// </summary>
    /// <remarks>They contain the decoder: it is no stage of its own.</remarks>
    public IReadOnlyList<StateKernel> Cascade(string isa) =>
    [
        .. _type.GetNestedType($"{isa}Path", BindingFlags.NonPublic)!
            .GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
            .Where(static method => method.Name.StartsWith("Rows", StringComparison.Ordinal))
            .OrderBy(static method => method.MetadataToken)
            .Select(static method => method.CreateDelegate<StateKernel>()),
    ];

    /// <summary>Loads the assembly once more, and predicts: what a program waits for between its start and its first answer.</summary>
    public TimeSpan FirstCall(ReadOnlySpan<byte> input, Span<float> logits)
    {
        var start = Stopwatch.GetTimestamp();
        Method<Prediction>(Load(_assembly), "Predict")(input, logits);
        return Stopwatch.GetElapsedTime(start);
    }

    private static Type Load(byte[] assembly)
    {
        using var image = new MemoryStream(assembly);
        return new AssemblyLoadContext(name: null).LoadFromStream(image).GetType("Generated.Net")!;
    }

    private static TDelegate Method<TDelegate>(Type type, string name)
        where TDelegate : Delegate
    {
        var parameters = typeof(TDelegate).GetMethod("Invoke")!.GetParameters().Select(static parameter => parameter.ParameterType);
        return type.GetMethod(name, [.. parameters])!.CreateDelegate<TDelegate>();
    }

    private object Constant(string name) =>
        _type.GetField(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.GetRawConstantValue()!;
}
