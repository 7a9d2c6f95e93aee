namespace FreeNets.Model;

/// <summary>Multiply-adds of one evaluation, by stage. One multiply-add is two FLOPs; biases and activations are not counted.</summary>
/// <param name="Encoder">Inputs → neurons.</param>
/// <param name="Cascade">Neurons → later neurons.</param>
/// <param name="Decoder">Neurons → outputs.</param>
public readonly record struct MultiplyAdds(long Encoder, long Cascade, long Decoder)
{
    /// <summary>All stages.</summary>
    public long Total => Encoder + Cascade + Decoder;

    /// <summary>2 × <see cref="Total"/>.</summary>
    public long Flops => 2 * Total;

    /// <summary>What the network needs: its non-zero encoder and decoder weights and the edges of its graph.</summary>
    public static MultiplyAdds Live(FreeNet net) => new(net.Encoder.NonZeroCount, net.Edges.Count, net.Decoder.NonZeroCount);

    /// <summary>The FreeNet of the same sizes with every edge present.</summary>
    public static MultiplyAdds Dense(FreeNet net) =>
        new((long)net.Neurons * net.Inputs, Ncg.MaxEdgesOf(net.Neurons), (long)net.Outputs * net.Neurons);

    /// <summary>The fully connected network of the same width (one hidden layer of k neurons), the paper's FCNN.</summary>
    public static MultiplyAdds Fcnn(FreeNet net) => Dense(net) with { Cascade = 0 };
}
