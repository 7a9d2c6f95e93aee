using FreeNets.Import.Graph;
using FreeNets.Import.Onnx;
using FreeNets.Model;

namespace FreeNets.Import.Lower;

/// <summary>A network, what its outputs are, and what was done on the way.</summary>
/// <param name="Net">The network, without check vectors.</param>
/// <param name="Heads">Its groups of outputs.</param>
/// <param name="Outputs">The outputs of the graph.</param>
/// <param name="Layers">The longest path, in layers.</param>
/// <param name="MergedNodes">Nodes whose sums disappeared in those that read them.</param>
internal sealed record Lowered(FreeNet Net, IReadOnlyList<Head> Heads, IReadOnlyList<OutputPlan> Outputs, int Layers, int MergedNodes);

/// <summary>From what a graph computes, scalar by scalar, to a network.</summary>
internal static class Lowering
{
    /// <param name="all">All scalars, in the order of creation.</param>
    /// <param name="heads">The outputs that are wanted.</param>
    /// <param name="name">What the network will be called.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <exception cref="Refusal">No network computes that.</exception>
    public static Lowered Apply(IReadOnlyList<Scalar> all, Heads heads, string name, IReadOnlyList<GraphInput> inputs)
    {
        heads.TakeActivations(all, Liveness.Uses(all, heads.All));
        var uses = Liveness.Uses(all, heads.All);
        Liveness.Check(all, uses);

        var rows = new Rows(all, uses, heads.All);
        var count = inputs.Sum(static input => input.Count);
        var (mean, scale) = Normalisation.Take(rows, count);
        var gone = Merging.Apply(rows);
        var builder = new NetBuilder(rows);
        Head[] named = [.. heads.All.Select(static head => head with { Name = Shortened(head.Name) })];
        return new Lowered(
            builder.Build(name, count, DomainOf(inputs) with { Mean = mean, Scale = scale }, named),
            heads.All,
            heads.Outputs,
            builder.Layers,
            gone.Select(sum => all[sum].Origin).Distinct().Count());
    }

    private static InputDomain DomainOf(IReadOnlyList<GraphInput> inputs) =>
        inputs.All(static input => input.Type == TensorProto.Types.DataType.Uint8)
            ? InputDomain.Bytes
            : new InputDomain { Type = InputType.Float32 };

    /// <summary>A name that a model file can hold.</summary>
    private static string Shortened(string name)
    {
        const int Longest = 180;
        var text = string.Concat(name.Select(static c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? '_' : c));
        return text.Length == 0 ? "output" : text.Length > Longest ? text[..Longest] : text;
    }
}
