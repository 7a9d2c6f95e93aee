using Microsoft.ML.OnnxRuntime;

namespace FreeNets.Benchmarks.Peers.Onnx;

/// <summary>How everyone's ONNX Runtime runs: one thread, and every optimisation of the graph.</summary>
internal static class OneThread
{
    /// <summary>The options, which the caller disposes.</summary>
    public static SessionOptions Options() => new()
    {
        IntraOpNumThreads = 1,
        InterOpNumThreads = 1,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
    };
}
