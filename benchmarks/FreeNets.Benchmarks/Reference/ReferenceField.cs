using FreeNets.Benchmarks.Generated;
using FreeNets.Benchmarks.Peers;
using FreeNets.Benchmarks.Timing;
using FreeNets.Model;

namespace FreeNets.Benchmarks.Reference;

/// <summary>Everyone on the reference network, and the networks that it is compared with.</summary>
internal sealed class ReferenceField : IDisposable
{
    public ReferenceField(FreeNet net)
    {
        Peers = new Field(net);
        EveryInput = Ours("generated, every input read", Variations.ReadingEveryInput(net));
        Int8 = Field.Int8("generated, int8", Variations.ReadingEveryInput(net));
        AllEdges = Ours("generated, all edges", Variations.WithAllEdges(net));
        Fcnn = Ours("generated, no edges: an FCNN", Variations.WithoutEdges(net));
        OnnxMlp = Peers.OnnxOf(Variations.WithoutEdges(net));
        All = [
            Generated, EveryInput, Int8, AllEdges, Fcnn, Peers.Onnx, OnnxMlp,
            .. Peers.All.Where(peer => peer != Peers.Generated && peer != Peers.Onnx)];
    }

    public Field Peers { get; }

    /// <summary>The network as the compiler chooses to run it.</summary>
    public Contestant Generated => Peers.Generated;

    /// <summary>The network without the skipping of zero inputs.</summary>
    public Contestant EveryInput { get; }

    public Contestant AllEdges { get; }

    /// <summary>The fully connected network of the same width.</summary>
    public Contestant Fcnn { get; }

    /// <summary>ONNX Runtime on that network.</summary>
    public Contestant OnnxMlp { get; }

    /// <summary>The network with an encoder of integers.</summary>
    public Contestant Int8 { get; }

    /// <summary>In the order of the tables.</summary>
    public IReadOnlyList<Contestant> All { get; }

    public void Dispose() => Peers.Dispose();

    private static Contestant Ours(string name, FreeNet net) => Field.Ours(name, net, GeneratedCode.Of(net));
}
