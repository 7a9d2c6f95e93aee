using System.Diagnostics;
using FreeNets.Benchmarks.Demo;
using FreeNets.Benchmarks.Peers;
using FreeNets.Benchmarks.Peers.Onnx;
using FreeNets.Benchmarks.Timing;
using FreeNets.Trainer.Networks;

namespace FreeNets.Benchmarks.Reference;

/// <summary>Milliseconds from a model in memory to its first answer, in a process where everything else has been used before.</summary>
internal static class FirstCalls
{
    private const int Repetitions = 5;

    public static IReadOnlyList<(string What, double Milliseconds)> Measure(Field field, Images images)
    {
        var net = field.Generated.Net;
        var pixels = images.Batches(1)[0];
        var logits = new float[net.Outputs];
        var onnx = OnnxSession.ModelOf(net);
        return
        [
            ("generated: load the assembly, compile its code, predict", Best(() => field.Code.FirstCall(pixels, logits).TotalMilliseconds)),
            ("ONNX Runtime: make a session, predict", Best(() => Elapsed(() =>
            {
                using var session = new OnnxSession(onnx, net.Inputs, net.Outputs);
                session.Predict(pixels, logits);
            }))),
            ("TorchSharp: make a module, predict", Best(() => Elapsed(() =>
            {
                using var module = FreeNetModule.FromFreeNet(net);
                module.eval();
                Engine.Torch(module).Predict(pixels, logits);
            }))),
        ];
    }

    private static double Best(Func<double> measure) => Enumerable.Range(0, Repetitions).Min(_ => measure());

    private static double Elapsed(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
