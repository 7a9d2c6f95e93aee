using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using FreeNets.Compiler;
using FreeNets.Model;

namespace FreeNets.Tests;

/// <summary>The class that the compiler makes of a network: compiled, loaded, and callable by delegates.</summary>
internal sealed class GeneratedModel
{
    private static readonly CompilerOptions s_options = new("Generated", "Net", "test.fnet", "00");

    // To compile a network takes longer than most of what is done with it.
    private static readonly ConcurrentDictionary<(FreeNet Net, CodeChoices Choices), Lazy<GeneratedModel>> s_models = new();

    /// <summary>What outputs hold before each call, so that no earlier answer is taken for one: no logit, and no sum of any.</summary>
    public const float Unwritten = -1.5e38f;

    private readonly Type _type;

    /// <summary>The class of an assembly that is loaded already.</summary>
    public GeneratedModel(Type type)
    {
        _type = type;
        PredictFloats = Prediction<float>("Predict");
        PredictFloatBatch = Prediction<float>("PredictBatch");
        SelfTest = _type.GetMethod("SelfTest")!.CreateDelegate<Func<bool>>();
    }

    /// <summary>Computes logits; what it leaves unwritten of them is <see cref="Unwritten"/>.</summary>
    internal delegate void Predictor<T>(ReadOnlySpan<T> input, Span<float> logits);

    internal delegate TResult Predictor<T, out TResult>(ReadOnlySpan<T> input, Span<float> values);

    internal delegate void ParallelPrediction<T>(ReadOnlyMemory<T> inputs, Memory<float> logits, int maxDegree);

    internal delegate int Classification<T>(ReadOnlySpan<T> input);

    internal delegate void SampleKernel<T>(ref T x, ref float z);

    internal delegate nint BatchKernel<T>(ref T x, ref float logits, nint samples);

    public Predictor<float> PredictFloats { get; }

    public Predictor<float> PredictFloatBatch { get; }

    public ParallelPrediction<float> PredictFloatsInParallel
    {
        get
        {
            var predict = Method<ParallelPrediction<float>>("PredictBatchParallel", typeof(ReadOnlyMemory<float>));
            return (inputs, logits, maxDegree) =>
            {
                logits.Span.Fill(Unwritten);
                predict(inputs, logits, maxDegree);
            };
        }
    }

    public Predictor<byte> PredictBytes => Prediction<byte>("Predict");

    public Predictor<byte> PredictByteBatch => Prediction<byte>("PredictBatch");

    public Classification<float> ClassifyFloats => Method<Classification<float>>("Classify", typeof(ReadOnlySpan<float>));

    public Predictor<float, int> ClassifyWithProbabilities => Method<Predictor<float, int>>("Classify", typeof(ReadOnlySpan<float>));

    public Func<bool> SelfTest { get; }

    public bool IsSupported => (bool)_type.GetProperty("IsSupported")!.GetValue(null)!;

    /// <summary>Compiles, and fails on any warning; once for all tests that ask for the same.</summary>
    public static GeneratedModel Of(FreeNet net, CodeChoices? choices = null) => s_models.GetOrAdd(
        (net, choices ?? CodeChoices.Default),
        static key => new(() => Of(CSharpHost.Emit(CSharpHost.Compilation(Sources(key.Net, key.Choices)))))).Value;

    /// <summary>The classes of many networks by one run of the C# compiler, whose start takes longer than a small network.</summary>
    public static GeneratedModel[] Of(IReadOnlyList<FreeNet> nets, CodeChoices choices)
    {
        var sources = nets.SelectMany((net, i) => ModelCompiler.Compile(net, s_options with { Class = $"Net{i}", Choices = choices }).Select(static file => file.Text));
        var assembly = CSharpHost.Load(CSharpHost.Compilation(sources));
        return [.. nets.Select((_, i) => new GeneratedModel(assembly.GetType($"Generated.Net{i}")!))];
    }

    /// <summary>The class of a compiled image.</summary>
    public static GeneratedModel Of(byte[] image) => new(CSharpHost.Load(image).GetType("Generated.Net")!) { Image = image };

    /// <summary>The assembly's bytes, for another process; none where it was loaded from a file.</summary>
    public byte[] Image { get; private init; } = [];

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

    /// <summary>The address of a table that is copied to memory of its own.</summary>
    public nint Address(string memory) =>
        (nint)_type.GetNestedType(memory, BindingFlags.NonPublic)!.GetField("Address", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;

    /// <summary>The nested class of an instruction-set family.</summary>
    public Type Path(string isa) => _type.GetNestedType($"{isa}Path", BindingFlags.NonPublic)!;

    /// <summary>The instruction-set families that this machine can run, widest first.</summary>
    public static IReadOnlyList<string> Families { get; } =
    [
        .. Avx512F.IsSupported ? ["Avx512"] : Array.Empty<string>(), .. Avx2.IsSupported && Fma.IsSupported ? ["Avx2"] : Array.Empty<string>(),
        "Vector128", "Scalar",
    ];

    /// <summary>One family's outputs of a sample. The stack, where the state lies, holds anything.</summary>
    public float[] Outputs<T>(string isa, ReadOnlySpan<T> input)
    {
        var state = new float[StateLength];
        Array.Fill(state, float.NaN);
        Run<T>(isa)(ref MemoryMarshal.GetReference(input), ref state[0]);
        return state[FirstLogit..(FirstLogit + (int)Constant("Outputs"))];
    }

    /// <summary>One family's kernel for one sample, which a test may run even where a wider family would be chosen.</summary>
    public SampleKernel<T> Run<T>(string isa) => Kernel<SampleKernel<T>, T>(isa, "Run");

    /// <summary>One family's kernel for a batch.</summary>
    public BatchKernel<T> RunBlocks<T>(string isa) => Kernel<BatchKernel<T>, T>(isa, "RunBlocks");

    /// <summary>One family's kernel for what blocks leave of a batch; null where it has none.</summary>
    public BatchKernel<T>? RunRest<T>(string isa) =>
        Path(isa)
            .GetMethod("RunRest", BindingFlags.NonPublic | BindingFlags.Static)?.MakeGenericMethod(typeof(T))
            .CreateDelegate<BatchKernel<T>>();

    private TDelegate Kernel<TDelegate, T>(string isa, string name)
        where TDelegate : Delegate =>
        Path(isa).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(typeof(T)).CreateDelegate<TDelegate>();

    private Predictor<T> Prediction<T>(string name)
    {
        var predict = Method<Predictor<T>>(name, typeof(ReadOnlySpan<T>));
        return (input, logits) =>
        {
            logits.Fill(Unwritten);
            predict(input, logits);
        };
    }

    private TDelegate Method<TDelegate>(string name, Type input)
        where TDelegate : Delegate =>
        _type.GetMethods()
            .Single(method => method.Name == name && method.GetParameters()[0].ParameterType == input
                && method.GetParameters().Length == typeof(TDelegate).GetMethod("Invoke")!.GetParameters().Length)
            .CreateDelegate<TDelegate>();
}
