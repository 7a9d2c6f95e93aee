using FreeNets.Benchmarks.Generated;
using FreeNets.Benchmarks.Peers;
using FreeNets.Benchmarks.Peers.Onnx;
using FreeNets.Benchmarks.Timing;
using FreeNets.Model;

namespace FreeNets.Benchmarks.Budget;

/// <summary>Networks under a budget beside a dense FreeNet and ONNX Runtime's plain network of the same width as that.</summary>
internal sealed class BudgetField : IDisposable
{
    private readonly OnnxSession _session;

    /// <param name="dense">The dense network.</param>
    /// <param name="networks">Networks of the same images, each with a name.</param>
    public BudgetField(FreeNet dense, params IReadOnlyList<(string Name, FreeNet Net)> networks)
    {
        var mlp = Variations.WithoutEdges(dense);
        _session = new OnnxSession(OnnxSession.ModelOf(mlp), mlp.Inputs, mlp.Outputs);
        OnnxMlp = new("ONNX Runtime, MLP", mlp, MultiplyAdds.Fcnn(mlp).Flops, _session.Predict);
        Dense = Field.Ours("dense", dense, GeneratedCode.Of(dense));
        DenseInt8 = Field.Int8("dense, int8", dense);
        Float32 = [.. networks.Select(static network => Field.Ours(network.Name, network.Net, GeneratedCode.Of(network.Net)))];
        Int8 = [.. networks.Select(static network => Field.Int8($"{network.Name}, int8", network.Net))];
    }

    public Contestant OnnxMlp { get; }

    public Contestant Dense { get; }

    public Contestant DenseInt8 { get; }

    /// <summary>The networks, in their order.</summary>
    public IReadOnlyList<Contestant> Float32 { get; }

    /// <summary>The same with encoders of integers.</summary>
    public IReadOnlyList<Contestant> Int8 { get; }

    /// <summary>In the order of the table.</summary>
    public IReadOnlyList<Contestant> All =>
        [OnnxMlp, Dense, DenseInt8, .. Float32.Zip(Int8).SelectMany(static pair => new[] { pair.First, pair.Second })];

    public void Dispose() => _session.Dispose();
}
