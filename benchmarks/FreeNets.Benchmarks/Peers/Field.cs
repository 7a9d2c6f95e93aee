using FreeNets.Benchmarks.Demo;
using FreeNets.Benchmarks.Generated;
using FreeNets.Benchmarks.Peers.C;
using FreeNets.Benchmarks.Peers.Loops;
using FreeNets.Benchmarks.Peers.Onnx;
using FreeNets.Benchmarks.Timing;
using FreeNets.Compiler;
using FreeNets.Compiler.Optimise;
using FreeNets.Model;
using FreeNets.Trainer.Networks;

namespace FreeNets.Benchmarks.Peers;

/// <summary>Everyone who runs one network: generated code, and what a user would pick instead.</summary>
internal sealed class Field : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    public Field(FreeNet net)
    {
        var (dense, live) = (MultiplyAdds.Dense(net).Flops, MultiplyAdds.Live(net).Flops);
        var folded = FoldNormalisation.Fold(net);
        var module = Own(FreeNetModule.FromFreeNet(net));
        module.eval();

        Code = GeneratedCode.Of(net);
        Generated = Ours("generated", net, Code);
        Onnx = OnnxOf(net);
        Torch = new("TorchSharp", net, live, Engine.Torch(module).Predict);
        All =
        [
            Generated,
            Onnx,
            Torch,
            new("C#, System.Numerics.Tensors", net, dense, new TensorLoops(folded).Predict),
            new("C#, compressed sparse rows", net, live, new CsrLoops(folded).Predict),
            new("C#, scalar loops", net, dense, new ScalarLoops(folded).Predict),
        ];
        if (Clang.Version is not null)
        {
            var library = Own(new CLibrary(folded));
            var flops = CCascade.MultipliesZeros(net) ? dense : live;
            C =
            [
                new("C, dot products", net, flops, library.Predict),
                new("C, zero inputs skipped", net, flops, library.PredictSkippingZeros),
            ];
            All = [.. All, .. C];
        }
    }

    /// <summary>What the compiler makes of the network.</summary>
    public GeneratedCode Code { get; }

    /// <summary><see cref="Code"/>, as the compiler chose it.</summary>
    public Contestant Generated { get; }

    /// <summary>ONNX Runtime.</summary>
    public Contestant Onnx { get; }

    /// <summary>TorchSharp.</summary>
    public Contestant Torch { get; }

    /// <summary>The same C program's ways to run a sample; none where clang is missing.</summary>
    public IReadOnlyList<Contestant> C { get; } = [];

    public IReadOnlyList<Contestant> All { get; }

    /// <summary>The generated code of a network.</summary>
    public static Contestant Ours(string name, FreeNet net, GeneratedCode code) => new(name, net, code.Flops, (pixels, logits) =>
    {
        if (pixels.Length == net.Inputs)
        {
            code.Predict(pixels, logits);
        }
        else
        {
            code.PredictBatch(pixels, logits);
        }
    });

    /// <summary>The generated code of a network with an encoder of integers.</summary>
    public static Contestant Int8(string name, FreeNet net)
    {
        var code = GeneratedCode.Of(net, CodeChoices.Default with { Precision = Precision.Int8 });
        var rounded = EncoderPrecision.Round(Optimiser.Apply(net, Precision.Int8).Net, Precision.Int8);
        return Ours(name, rounded, code) with { BytesAWeight = sizeof(sbyte) };
    }

    /// <summary>ONNX Runtime on another network, of which this field takes care.</summary>
    public Contestant OnnxOf(FreeNet net)
    {
        var hasEdges = net.Edges.Count > 0;
        return new(
            hasEdges ? "ONNX Runtime" : "ONNX Runtime, MLP",
            net,
            hasEdges ? MultiplyAdds.Dense(net).Flops : MultiplyAdds.Fcnn(net).Flops,
            Own(new OnnxSession(OnnxSession.ModelOf(net), net.Inputs, net.Outputs)).Predict);
    }

    public void Dispose() => _owned.ForEach(static owned => owned.Dispose());

    private T Own<T>(T disposable)
        where T : IDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }
}
