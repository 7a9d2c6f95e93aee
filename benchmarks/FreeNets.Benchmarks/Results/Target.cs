namespace FreeNets.Benchmarks.Results;

/// <summary>What the project wants of one figure.</summary>
/// <param name="Id">A stable name.</param>
/// <param name="What">What is measured, for people.</param>
/// <param name="Value">The bound.</param>
/// <param name="Unit">Of the bound and of every value.</param>
/// <param name="AtMost">Whether less is better.</param>
internal sealed record Target(string Id, string What, double Value, string Unit, bool AtMost = false)
{
    public const string OneFreeNetOrt = "one.freenet.ort";
    public const string OneFreeNetOrtMnist = "one.freenet.ort.mnist";
    public const string OneMlpOrt = "one.mlp.ort";
    public const string OneInt8 = "one.int8";
    public const string BatchFreeNetOrt = "b256.freenet.ort";
    public const string BatchMlpOrt = "b256.mlp.ort";
    public const string BatchPeak = "b256.peak";
    public const string CascadeDensity = "cascade.density";
    public const string OneC = "one.c";
    public const string BatchC = "b256.c";
    public const string Alloc = "alloc";

    /// <summary>The figures of <c>bench</c>, in the order of the summary.</summary>
    public static IReadOnlyList<Target> OfBench { get; } =
    [
        new(OneFreeNetOrt, "one sample, every input read: ONNX Runtime's time on the same network ÷ ours", 40, "ratio"),
        new(OneFreeNetOrtMnist, "one sample, mostly zero inputs, which are skipped: "
            + "ONNX Runtime's time on the same network ÷ ours", 120, "ratio"),
        new(OneMlpOrt, "one sample: ONNX Runtime's plain MLP of the same width ÷ our FreeNet", 2, "ratio"),
        new(OneInt8, "one sample, every input read: our float32 ÷ our int8", 2.5, "ratio"),
        new(BatchFreeNetOrt, "batch of 256: ONNX Runtime's time on the same network ÷ ours", 3, "ratio"),
        new(BatchMlpOrt, "batch of 256: ONNX Runtime's plain MLP of the same width ÷ our FreeNet", 0.95, "ratio"),
        new(BatchPeak, "batch of 256: our FLOPs a second, padding not counted, as a share of the FMA peak", 80, "%"),
        new(CascadeDensity, "cascade alone, one lane a sample: time at 10 % of the edges ÷ time at 100 %", 0.13, "ratio", AtMost: true),
        new(OneC, "one sample: the faster C program on the same network ÷ ours", 1, "ratio"),
        new(BatchC, "batch of 256: the faster C program on the same network ÷ ours", 1, "ratio"),
        new(Alloc, "bytes allocated a call, by any method", 0, "bytes", AtMost: true),
    ];

    /// <summary>The figures that other commands measure and merge into the summary.</summary>
    public static IReadOnlyList<Target> OfOthers { get; } =
    [
        new("native.size", "a native library without its weights and tables", 1_000_000, "bytes", AtMost: true),
        new(
            "budget.one.mlp.ort",
            "one sample: ONNX Runtime's plain MLP of 100 neurons ÷ our Fashion-MNIST network of 7,000 weights with caps", 11, "ratio"),
        new("budget.one.mlp.ort.int8", "the same with int8", 20, "ratio"),
        new("budget.one.dense", "one sample: our dense FreeNet of 100 neurons ÷ the network of 7,000 weights with caps", 3, "ratio"),
        new("budget.one.dense.int8", "the same, int8 against int8", 3, "ratio"),
        new(
            "budget.mnist", "one sample: ONNX Runtime's plain MLP of 100 neurons ÷ our MNIST network of 3,500 weights with caps, int8", 20,
            "ratio"),
        new("budget.b256.dense", "batch of 256: our dense FreeNet of 100 neurons ÷ the network of 6,000 weights", 5, "ratio"),
        new("budget.b256.dense.12000", "the same with 12,000 weights", 3, "ratio"),
        new("budget.b256.mlp.ort", "batch of 256: ONNX Runtime's plain MLP of 100 neurons ÷ the network of 6,000 weights", 5, "ratio"),
        new("sparse.one", "encoder of 784 × 256, one sample, int8: time at 5 % of the weights ÷ time at 20 %", 0.4, "ratio", AtMost: true),
        new("sparse.b256", "the same for a batch of 256, float32", 0.3, "ratio", AtMost: true),
        new("interop.mnist-normalised.one", "784-300-100-10 with a normalisation, one sample of dense inputs: "
            + "ONNX Runtime ÷ ours", 1.8, "ratio"),
        new("interop.mnist-normalised.one.images", "the same on images, whose zeros are skipped", 3.5, "ratio"),
        new("interop.mnist-normalised.b256", "the same, batch of 256", 1.0, "ratio"),
        new("interop.pruned-mlp.one", "a pruned MLP, 22,000 of 234,000 weights live, one sample: ONNX Runtime ÷ ours", 5, "ratio"),
        new("interop.pruned-mlp.b256", "the same, batch of 256", 4, "ratio"),
        new("interop.actor-critic.one", "17-64-64-6 and 1 with tanh, one sample: ONNX Runtime ÷ ours", 15, "ratio"),
        new("interop.actor-critic.b256", "the same, batch of 256", 1.5, "ratio"),
        new("interop.wide-deep.one", "8 layers of 40, one sample: ONNX Runtime ÷ ours", 15, "ratio"),
        new("interop.wide-deep.b256", "the same, batch of 256", 1.5, "ratio"),
        new("native.start", "a native library from dlopen to its first result", 5, "ms", AtMost: true),
    ];

    /// <summary>The target of an id; null for a figure of which nothing is demanded.</summary>
    public static Target? Find(string id) => OfBench.Concat(OfOthers).FirstOrDefault(target => target.Id == id);

    public bool IsMetBy(double value) => AtMost ? value <= Value : value >= Value;
}
