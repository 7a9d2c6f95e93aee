using FreeNets.Model;

namespace FreeNets.Trainer.Kernels;

/// <summary>The live edges of a graph, packed by target for the way forward and by source for the way back. Built once a graph.</summary>
/// <remarks>
/// The sources of each target fill whole groups of <see cref="Group"/>: the last source is repeated, and what is computed for
/// the repetitions is dropped.
/// </remarks>
internal sealed class CascadeEdges
{
    /// <summary>Edges whose gradients are summed together.</summary>
    public const int Group = 4;

    private readonly int[] _sources;
    private readonly Slice[] _sourcesOf;
    private readonly int[] _targets;
    private readonly Slice[] _targetsOf;

    public CascadeEdges(Ncg graph)
    {
        Neurons = graph.Neurons;
        Count = graph.EdgeCount;
        var bySource = graph.Edges().OrderBy(static edge => edge.Source).ToArray();
        _targets = Array.ConvertAll(bySource, static edge => edge.Target);
        _targetsOf = Slices(bySource.Select(static edge => edge.Source), group: 1);
        _sourcesOf = Slices(graph.Edges().Select(static edge => edge.Target), Group);
        _sources = new int[RoundUp(_sourcesOf[^1].Start + _sourcesOf[^1].Count, Group)];
        var next = 0;
        var last = -1;
        foreach (var (target, source) in graph.Edges())
        {
            next = target == last ? next : _sourcesOf[target].Start;
            last = target;
            _sources[next++] = source;
            _sources.AsSpan(next, RoundUp(next, Group) - next).Fill(source);
        }
    }

    /// <summary>k.</summary>
    public int Neurons { get; }

    /// <summary>Live edges.</summary>
    public int Count { get; }

    /// <summary>The length of <see cref="Sources"/>, a multiple of <see cref="Group"/>.</summary>
    public int PackedCount => _sources.Length;

    /// <summary>Sources, target by target, each ascending.</summary>
    public ReadOnlySpan<int> Sources => _sources;

    /// <summary>[k]: where the sources of each target lie.</summary>
    public ReadOnlySpan<Slice> SourcesOf => _sourcesOf;

    /// <summary>Targets, source by source, each ascending.</summary>
    public ReadOnlySpan<int> Targets => _targets;

    /// <summary>[k]: where the targets of each source lie.</summary>
    public ReadOnlySpan<Slice> TargetsOf => _targetsOf;

    private static int RoundUp(int count, int group) => (count + group - 1) / group * group;

    private Slice[] Slices(IEnumerable<int> neuronOfEdge, int group)
    {
        var slices = new Slice[Neurons];
        foreach (var neuron in neuronOfEdge)
        {
            slices[neuron].Count++;
        }

        for (var i = 1; i < Neurons; i++)
        {
            slices[i].Start = RoundUp(slices[i - 1].Start + slices[i - 1].Count, group);
        }

        return slices;
    }

    /// <summary>Items <see cref="Start"/> … <see cref="Start"/> + <see cref="Count"/> − 1 of a list.</summary>
    public struct Slice
    {
        public int Start;
        public int Count;
    }
}
