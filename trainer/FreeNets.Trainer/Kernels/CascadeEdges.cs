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

    /// <summary>The edges of a graph.</summary>
    public CascadeEdges(Ncg graph)
        : this(graph.Neurons, graph.Neurons, [.. graph.Edges()])
    {
    }

    /// <summary>Edges from <paramref name="sources"/> sources to so many neurons, ordered by target, then by source.</summary>
    public CascadeEdges(int neurons, int sources, IReadOnlyCollection<(int Target, int Source)> edges)
    {
        Neurons = neurons;
        SourceCount = sources;
        Count = edges.Count;
        (_sourcesOf, _targetsOf) = (new Slice[neurons], new Slice[sources]);
        foreach (var (target, source) in edges)
        {
            _sourcesOf[target].Count++;
            _targetsOf[source].Count++;
        }

        _sources = new int[Place(_sourcesOf, Group)];
        _targets = new int[Place(_targetsOf, group: 1)];
        var (nextSource, nextTarget) = (Starts(_sourcesOf), Starts(_targetsOf));
        foreach (var (target, source) in edges)
        {
            _sources[nextSource[target]++] = source;
            _targets[nextTarget[source]++] = target;
        }

        foreach (var end in nextSource)
        {
            _sources.AsSpan(end..RoundUp(end, Group)).Fill(end == 0 ? 0 : _sources[end - 1]);
        }
    }

    /// <summary>k.</summary>
    public int Neurons { get; }

    /// <summary>What edges may come from: the neurons themselves, or inputs.</summary>
    public int SourceCount { get; }

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

    /// <summary>[<see cref="SourceCount"/>]: where the targets of each source lie.</summary>
    public ReadOnlySpan<Slice> TargetsOf => _targetsOf;

    private static int RoundUp(int count, int group) => (count + group - 1) / group * group;

    private static int[] Starts(Slice[] slices) => Array.ConvertAll(slices, static slice => slice.Start);

    /// <summary>Lays lists of known lengths one behind the other, each starting at a multiple of <paramref name="group"/>.</summary>
    /// <returns>The length of all.</returns>
    private static int Place(Slice[] slices, int group)
    {
        var end = 0;
        for (var i = 0; i < slices.Length; i++)
        {
            slices[i].Start = end;
            end = RoundUp(end + slices[i].Count, group);
        }

        return end;
    }

    /// <summary>Items <see cref="Start"/> … <see cref="Start"/> + <see cref="Count"/> − 1 of a list.</summary>
    public struct Slice
    {
        public int Start;
        public int Count;
    }
}
