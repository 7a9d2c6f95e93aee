namespace FreeNets.Model;

/// <summary>
/// A strictly lower-triangular k×k bit matrix: the Neural Connectivity Graph G of the paper's section 3, or any other set of
/// edges j → i with j &lt; i. Acyclic by construction. Immutable, with value equality.
/// </summary>
/// <remarks>Bit (i, j) sits at position i(i−1)/2 + j, so rows follow each other without gaps; unused high bits stay zero.</remarks>
public sealed class Ncg : IEquatable<Ncg>
{
    /// <summary>The most neurons that a graph can have: the numbers of its edges still fit an <see cref="int"/>.</summary>
    public const int MaxNeurons = 65_536;

    private readonly ulong[] _words;

    private Ncg(int neurons, ulong[] words)
    {
        Neurons = neurons;
        _words = words;
        foreach (var word in words)
        {
            EdgeCount += PopCount(word);
        }
    }

    /// <summary>k, the number of neurons.</summary>
    public int Neurons { get; }

    /// <summary>The number of edges present, 0 … k(k−1)/2.</summary>
    public int EdgeCount { get; }

    /// <summary>k(k−1)/2, the number of edges of the dense graph.</summary>
    public int MaxEdges => MaxEdgesOf(Neurons);

    /// <summary>k(k−1)/2, the number of edges of the dense graph of <paramref name="neurons"/> neurons.</summary>
    public static int MaxEdgesOf(int neurons) => (int)Capacity(neurons);

    /// <summary>True when neuron <paramref name="target"/> reads <paramref name="source"/>; false wherever source ≥ target.</summary>
    public bool this[int target, int source]
    {
        get
        {
            CheckNeuron(target, nameof(target));
            CheckNeuron(source, nameof(source));
            if (source >= target)
            {
                return false;
            }

            var bit = Capacity(target) + source;
            return (_words[bit >> 6] >> (int)(bit & 63) & 1) != 0;
        }
    }

    /// <summary>The graph that joins every neuron to every later one: FREENETS(k) of Algorithm 1.</summary>
    public static Ncg Dense(int neurons) => FromPredicate(neurons, static (_, _) => true);

    /// <summary>The graph without edges.</summary>
    public static Ncg Empty(int neurons) => FromPredicate(neurons, static (_, _) => false);

    /// <summary>The graph with the edge j → i wherever <paramref name="hasEdge"/>(i, j) holds; asked for j &lt; i only.</summary>
    public static Ncg FromPredicate(int neurons, Func<int, int, bool> hasEdge)
    {
        var words = NewWords(neurons);
        var bit = 0L;
        for (var i = 0; i < neurons; i++)
        {
            for (var j = 0; j < i; j++, bit++)
            {
                if (hasEdge(i, j))
                {
                    words[bit >> 6] |= 1UL << (int)(bit & 63);
                }
            }
        }

        return new Ncg(neurons, words);
    }

    /// <summary>The graph with an edge j → i for each entry (i, j) of <paramref name="edges"/> below the diagonal.</summary>
    public static Ncg Of(SparseMatrix edges)
    {
        var words = NewWords(edges.Rows);
        foreach (var (target, source, _) in edges.Entries())
        {
            if (source < target)
            {
                var bit = Capacity(target) + source;
                words[bit >> 6] |= 1UL << (int)(bit & 63);
            }
        }

        return new Ncg(edges.Rows, words);
    }

    /// <summary>
    /// The graph whose bits are <paramref name="bytes"/> (see <see cref="ToBytes"/>), or null when the length is not
    /// ⌈k(k−1)/2 / 8⌉ or a padding bit is set.
    /// </summary>
    public static Ncg? FromBytes(int neurons, byte[] bytes)
    {
        var capacity = Capacity(neurons);
        if (bytes.Length != (capacity + 7) / 8)
        {
            return null;
        }

        if ((capacity & 7) != 0 && bytes[bytes.Length - 1] >> (int)(capacity & 7) != 0)
        {
            return null;
        }

        var words = NewWords(neurons);
        for (var i = 0; i < bytes.Length; i++)
        {
            words[i >> 3] |= (ulong)bytes[i] << ((i & 7) * 8);
        }

        return new Ncg(neurons, words);
    }

    /// <summary>The packed triangle, ⌈k(k−1)/2 / 8⌉ bytes: edge number e in bit e mod 8 (least significant first) of byte e / 8.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[(Capacity(Neurons) + 7) / 8];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(_words[i >> 3] >> ((i & 7) * 8));
        }

        return bytes;
    }

    /// <summary>All edges, ordered by target, then by source: the order in which edge weights are stored.</summary>
    public IEnumerable<(int Target, int Source)> Edges()
    {
        var bit = 0L;
        for (var i = 0; i < Neurons; i++)
        {
            for (var j = 0; j < i; j++, bit++)
            {
                if ((_words[bit >> 6] >> (int)(bit & 63) & 1) != 0)
                {
                    yield return (i, j);
                }
            }
        }
    }

    /// <summary>The edges in either graph.</summary>
    public Ncg Or(Ncg other) => Combine(other, static (a, b) => a | b);

    /// <summary>The edges in both graphs.</summary>
    public Ncg And(Ncg other) => Combine(other, static (a, b) => a & b);

    /// <summary>The edges in this graph that are not in <paramref name="other"/>: this ∧ ¬other.</summary>
    public Ncg AndNot(Ncg other) => Combine(other, static (a, b) => a & ~b);

    /// <summary>True when both have the same neurons and edges.</summary>
    public bool Equals(Ncg? other) =>
        other is not null && Neurons == other.Neurons && EdgeCount == other.EdgeCount && _words.SequenceEqual(other._words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Ncg);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = Neurons;
        foreach (var word in _words)
        {
            hash = unchecked((hash * 31) + word.GetHashCode());
        }

        return hash;
    }

    private static long Capacity(int neurons) => (long)neurons * (neurons - 1) / 2;

    private static ulong[] NewWords(int neurons) =>
        neurons is >= 1 and <= MaxNeurons
            ? new ulong[(Capacity(neurons) + 63) / 64]
            : throw new ArgumentOutOfRangeException(nameof(neurons), neurons, $"A graph has 1 to {MaxNeurons} neurons.");

    private Ncg Combine(Ncg other, Func<ulong, ulong, ulong> combine)
    {
        if (other.Neurons != Neurons)
        {
            throw new ArgumentException($"Graphs of {Neurons} and {other.Neurons} neurons cannot be combined.", nameof(other));
        }

        var words = new ulong[_words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = combine(_words[i], other._words[i]);
        }

        return new Ncg(Neurons, words);
    }

    private void CheckNeuron(int neuron, string name)
    {
        if ((uint)neuron >= (uint)Neurons)
        {
            throw new ArgumentOutOfRangeException(name, neuron, $"The graph has neurons 0 to {Neurons - 1}.");
        }
    }

    private static int PopCount(ulong word)
    {
        var count = 0;
        for (; word != 0; word &= word - 1)
        {
            count++;
        }

        return count;
    }
}
