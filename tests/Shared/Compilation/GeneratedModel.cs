using System.Reflection;
using FreeNets.Compiler;
using FreeNets.Model;

namespace FreeNets.Tests;

/// <summary>The class that the compiler makes of a network: compiled, loaded, and callable by delegates.</summary>
internal sealed class GeneratedModel
{
    private static readonly CompilerOptions s_options = new("Generated", "Net", "test.fnet", "00");

    private readonly Type _type;

    /// <summary>The class of an assembly that is loaded already.</summary>
    public GeneratedModel(Type type)
    {
        _type = type;
        PredictFloats = Method<Prediction<float>>("Predict", typeof(ReadOnlySpan<float>));
        PredictFloatBatch = Method<Prediction<float>>("PredictBatch", typeof(ReadOnlySpan<float>));
        SelfTest = _type.GetMethod("SelfTest")!.CreateDelegate<Func<bool>>();
    }

    internal delegate void Prediction<T>(ReadOnlySpan<T> input, Span<float> logits);

    internal delegate void ParallelPrediction<T>(ReadOnlyMemory<T> inputs, Memory<float> logits, int maxDegree);

    internal delegate int Classification<T>(ReadOnlySpan<T> input);

    internal delegate void SampleKernel<T>(ref T x, ref float z);

    internal delegate nint BatchKernel<T>(ref T x, ref float logits, nint samples);

    public Prediction<float> PredictFloats { get; }

    public Prediction<float> PredictFloatBatch { get; }

    public ParallelPrediction<float> PredictFloatsInParallel =>
        Method<ParallelPrediction<float>>("PredictBatchParallel", typeof(ReadOnlyMemory<float>));

    public Prediction<byte> PredictBytes => Method<Prediction<byte>>("Predict", typeof(ReadOnlySpan<byte>));

    public Prediction<byte> PredictByteBatch => Method<Prediction<byte>>("PredictBatch", typeof(ReadOnlySpan<byte>));

    public Classification<float> ClassifyFloats => Method<Classification<float>>("Classify", typeof(ReadOnlySpan<float>));

    public Func<bool> SelfTest { get; }

    public bool IsSupported => (bool)_type.GetProperty("IsSupported")!.GetValue(null)!;

    /// <summary>Compiles, and fails on any warning.</summary>
    public static GeneratedModel Of(FreeNet net, CodeChoices? choices = null) =>
        new(CSharpHost.Load(CSharpHost.Compilation(Sources(net, choices))).GetType("Generated.Net")!);

    /// <summary>The generated files' texts.</summary>
    public static IEnumerable<string> Sources(FreeNet net, CodeChoices? choices = null) => ModelCompiler
        .Compile(net, s_options with { Choices = choices ?? CodeChoices.Default })
        .Select(static file => file.Text);

    /// <summary>Floats of one sample's state.</summary>
    public int StateLength => (int)Constant("StateLength");

    /// <summary>The lane of the state where the logits begin: behind the neurons that the optimiser left.</summary>
    public int FirstLogit => (int)Constant("FirstLogit");

    /// <summary>A constant of the class, public or not.</summary>
    public object Constant(string name) =>
        _type.GetField(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.GetRawConstantValue()!;

    /// <summary>The nested class of an instruction-set family.</summary>
    public Type Path(string isa) => _type.GetNestedType($"{isa}Path", BindingFlags.NonPublic)!;

    /// <summary>One family's kernel for one sample, which a test may run even where a wider family would be chosen.</summary>
    public SampleKernel<T> Run<T>(string isa) => Kernel<SampleKernel<T>, T>(isa, "Run");

    /// <summary>One family's kernel for a batch.</summary>
    public BatchKernel<T> RunBlocks<T>(string isa) => Kernel<BatchKernel<T>, T>(isa, "RunBlocks");

    /// <summary>One family's kernel for what blocks leave of a batch; null where it has none.</summary>
    public BatchKernel<T>? RunRest<T>(string isa) =>
        Path(isa).GetMethod("RunRest", BindingFlags.NonPublic | BindingFlags.Static)?.MakeGenericMethod(typeof(T)).CreateDelegate<BatchKernel<T>>();

    private TDelegate Kernel<TDelegate, T>(string isa, string name)
        where TDelegate : Delegate =>
        Path(isa).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(typeof(T)).CreateDelegate<TDelegate>();

    private TDelegate Method<TDelegate>(string name, Type input)
        where TDelegate : Delegate =>
        _type.GetMethods().Single(method => method.Name == name && method.GetParameters()[0].ParameterType == input).CreateDelegate<TDelegate>();
}
