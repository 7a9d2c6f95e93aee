namespace FreeNets.Import;

/// <summary>Which nodes a network is written as.</summary>
public enum OnnxForm
{
    /// <summary>A Gemm a level of the graph, over the levels that it reads: a layered network is its layers.</summary>
    Compact,

    /// <summary>A Gemm a neuron, in the order of neurons, over all neurons before it.</summary>
    Plain,
}
