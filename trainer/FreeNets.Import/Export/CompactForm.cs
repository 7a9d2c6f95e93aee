using FreeNets.Model;

namespace FreeNets.Import.Export;

/// <summary>A Gemm a level: neurons none of which reads another, over the inputs and levels that they read.</summary>
internal sealed class CompactForm : Form
{
    private readonly int[] _levelOf;
    private readonly int[][] _levels;
    private readonly List<Block> _blocks = [];

    private CompactForm(int[] levelOf)
    {
        _levelOf = levelOf;
        _levels = [
            .. Enumerable.Range(0, levelOf.Length)
            .GroupBy(neuron => levelOf[neuron])
            .OrderBy(static level => level.Key)
            .Select(static level => level.ToArray())];
    }

    public static CompactForm Plan(FreeNet net)
    {
        var levels = new int[net.Neurons];
        foreach (var (target, source, _) in net.Edges.NonZero())
        {
            levels[target] = Math.Max(levels[target], levels[source] + 1);
        }

        return new CompactForm(levels);
    }

    public override long Values(FreeNet net) => ((long)net.Outputs * net.Neurons)
        + _levels.Sum(
            level => (long)level.Length * (
                (ReadsInputs(net, level) ? net.Inputs : 0) + SourcesOf(net, level)
                    .Select(source => _levelOf[source])
                    .Distinct()
                    .Sum(at => _levels[at].Length)));

    public override void Write(GraphWriter graph, FreeNet net)
    {
        var inputs = new Block(Normalised(graph, net), null);
        foreach (var level in _levels)
        {
            Block[] blocks = [
                .. ReadsInputs(net, level) ? new[] { inputs } : [],
                .. SourcesOf(net, level) is { Count: > 0 } sources ? Holding(sources) : []];
            if (blocks.Length == 0)
            {
                blocks = [inputs];
            }

            var z = graph.Gemm(
                graph.Concat(Array.ConvertAll(blocks, static block => block.Name)),
                [.. level.SelectMany(neuron => RowOf(net, neuron, blocks))],
                Array.ConvertAll(level, neuron => net.EncoderBias[neuron]));
            _blocks.Add(new Block(ActivationWriter.Apply(graph, z, ActivationsOf(net, level)), level));
        }
    }

    protected override IReadOnlyList<Block> Holding(IReadOnlyCollection<int> neurons) =>
        neurons.Count == 0
            ? [_blocks[^1]]
            : [.. neurons.Select(neuron => _levelOf[neuron]).Distinct().Order().Select(level => _blocks[level])];

    private static bool ReadsInputs(FreeNet net, int[] level) => Array.Exists(level, neuron => net.Encoder.NonZero(neuron).Any());

    private static HashSet<int> SourcesOf(FreeNet net, int[] level) =>
        [.. level.SelectMany(neuron => net.Edges.NonZero(neuron).Select(static edge => edge.Column))];

    private static IEnumerable<float> RowOf(FreeNet net, int neuron, Block[] blocks)
    {
        var ofInputs = new float[net.Inputs];
        foreach (var (_, input, weight) in net.Encoder.NonZero(neuron))
        {
            ofInputs[input] = weight;
        }

        var ofNeurons = net.Edges.NonZero(neuron).ToDictionary(static edge => edge.Column, static edge => edge.Value);
        return blocks.SelectMany(block => block.Weights(ofInputs, ofNeurons));
    }
}
