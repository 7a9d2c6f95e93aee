using FreeNets.Model;

namespace FreeNets.Import.Export;

/// <summary>Values that stand side by side in one tensor: the inputs, or some neurons.</summary>
/// <param name="Name">The tensor's name, once it is written.</param>
/// <param name="Neurons">Which neurons; null for the inputs.</param>
internal sealed record Block(string Name, int[]? Neurons)
{
    public int Count(FreeNet net) => Neurons?.Length ?? net.Inputs;

    /// <summary>The weights that a row has for these values.</summary>
    /// <param name="ofInputs">The row's weights of inputs, or null.</param>
    /// <param name="ofNeurons">The row's weights of neurons.</param>
    public IEnumerable<float> Weights(float[]? ofInputs, Dictionary<int, float> ofNeurons) =>
        Neurons is null ? ofInputs! : Neurons.Select(neuron => ofNeurons.GetValueOrDefault(neuron));
}

/// <summary>How a network becomes nodes.</summary>
internal abstract class Form
{
    /// <summary>How many weights it takes.</summary>
    public abstract long Values(FreeNet net);

    /// <summary>Writes the neurons.</summary>
    public abstract void Write(GraphWriter graph, FreeNet net);

    /// <summary>Tensors that hold some of these neurons, of those written so far.</summary>
    protected abstract IReadOnlyList<Block> Holding(IReadOnlyCollection<int> neurons);

    /// <summary>Writes some of the network's outputs.</summary>
    public void WriteOutputs(GraphWriter graph, FreeNet net, OutputGroup group)
    {
        var rows = Enumerable.Range(group.First, group.Count)
            .Select(output => net.Decoder.NonZero(output).ToDictionary(static w => w.Column, static w => w.Value))
            .ToArray();
        var blocks = Holding([.. rows.SelectMany(static row => row.Keys).Distinct()]);
        var logits = graph.Gemm(
            graph.Concat([.. blocks.Select(static block => block.Name)]),
            [.. rows.SelectMany(row => blocks.SelectMany(block => block.Weights(null, row)))],
            [.. net.DecoderBias.Skip(group.First).Take(group.Count)]);
        graph.Output(ActivationWriter.Apply(graph, logits, group.Activation), group.Name, group.Count);
    }

    /// <summary>(x − mean) · scale.</summary>
    protected static string Normalised(GraphWriter graph, FreeNet net)
    {
        var (x, domain) = (graph.Input, net.Domain);
        x = IsAll(domain.Mean, 0) ? x : graph.Node("Sub", [x, Constant(domain.Mean)]);
        return IsAll(domain.Scale, 1) ? x : graph.Node("Mul", [x, Constant(domain.Scale)]);

        string Constant(PerInput values) =>
            values.IsUniform ? graph.Number(values.Uniform) : graph.Tensor("each", values.Each.ToArray(), net.Inputs);
    }

    protected static Activation[] ActivationsOf(FreeNet net, IReadOnlyList<int> neurons) => [.. neurons.Select(net.ActivationOf)];

    private static bool IsAll(PerInput values, float value) => values.IsUniform && values.Uniform == value;
}
