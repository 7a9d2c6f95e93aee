using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>
/// Puts neurons into the topological order that the one-sample cascade runs fastest: independent neurons side by side, so that the
/// dependent chain is short, and neurons with the same sources in the same lanes, so that fewer column units are needed.
/// </summary>
/// <remarks>
/// Two orders are tried: by level, which keeps the order inside a level, and from the last lane to the first, always the neuron that
/// shares most sources with the unit in hand. The better one is taken when it beats the order that the neurons came in.
/// </remarks>
public static class ReorderNeurons
{
    /// <summary>Edges beyond which only the order by level is tried: the other takes time in proportion to edges × units.</summary>
    private const int MaxEdges = 200_000;

    /// <summary>The same neurons in a better order; the network itself when neither order is better.</summary>
    public static FreeNet Apply(FreeNet net)
    {
        var best = net;
        foreach (var order in Orders(net))
        {
            var candidate = Subnet.Of(net, order);
            best = Cost(candidate) < Cost(best) ? candidate : best;
        }

        return best;
    }

    /// <summary>Chain and units before and after.</summary>
    public static string? Note(FreeNet before, FreeNet after)
    {
        var (old, changed) = (ChainOf(before), ChainOf(after));
        var (depth, units) = ($"depth {Levels.Widths(before.Graph).Length}", $"units of {ColumnLayout.LanesOf(CascadeStage.Of(before))} lanes");
        return ReferenceEquals(before, after)
            ? $"no better order found: {depth}, dependent chain {old.Cycles} cycles, {old.Units} {units}"
            : $"{depth}, dependent chain {old.Cycles} → {changed.Cycles} cycles, {old.Units} → {changed.Units} {units}";
    }

    private static int Cost(FreeNet net)
    {
        var chain = ChainOf(net);
        return chain.Cycles + chain.Units;
    }

    private static ColumnChain ChainOf(FreeNet net) => ColumnChain.Of(CascadeStage.Of(net));

    private static IEnumerable<int[]> Orders(FreeNet net)
    {
        // Of a dense graph there is no other order.
        if (net.Edges.Count < Ncg.MaxEdgesOf(net.Neurons))
        {
            var levels = Levels.Of(net.Graph);
            yield return Enumerable.Range(0, net.Neurons).OrderBy(neuron => levels[neuron]).ToArray();
            if (net.Edges.Count <= MaxEdges)
            {
                yield return new SharedSources(net).Order();
            }
        }
    }

    /// <summary>Fills the state from its last unit to its first; a neuron may be placed once all its targets are.</summary>
    private sealed class SharedSources
    {
        private readonly List<int>[] _sources;
        private readonly List<int>[] _targets;
        private readonly int[] _unplacedTargets;
        private readonly int _lanes;
        private readonly bool[] _isInUnit;
        private readonly int[] _shared;

        public SharedSources(FreeNet net)
        {
            _lanes = ColumnLayout.LanesOf(CascadeStage.Of(net));
            _sources = Lists(net.Neurons);
            _targets = Lists(net.Neurons);
            (_unplacedTargets, _isInUnit, _shared) = (new int[net.Neurons], new bool[net.Neurons], new int[net.Neurons]);
            foreach (var (target, source, _) in net.Edges.Entries())
            {
                _sources[target].Add(source);
                _targets[source].Add(target);
                _unplacedTargets[source]++;
            }

            // The first logits share a unit with the last neurons, and come with every neuron that the decoder reads.
            Join(net.Decoder.NonZero().Select(static weight => weight.Column).Distinct().OrderBy(static neuron => neuron));
        }

        public int[] Order()
        {
            var order = new int[_sources.Length];
            var ready = new List<int>(Enumerable.Range(0, order.Length).Where(neuron => _unplacedTargets[neuron] == 0));
            for (var place = order.Length - 1; place >= 0; place--)
            {
                if (place % _lanes == _lanes - 1)
                {
                    Array.Clear(_isInUnit, 0, _isInUnit.Length);
                    Array.Clear(_shared, 0, _shared.Length);
                }

                var best = ready[0];
                foreach (var neuron in ready)
                {
                    best = Compare(neuron, best) > 0 ? neuron : best;
                }

                order[place] = best;
                ready.Remove(best);
                Join(_sources[best]);
                ready.AddRange(_sources[best].Where(source => --_unplacedTargets[source] == 0));
            }

            return order;
        }

        /// <summary>More shared sources first, then fewer new ones; the seed of a unit, which shares none, is the latest neuron.</summary>
        private int Compare(int a, int b)
        {
            var byShared = _shared[a].CompareTo(_shared[b]);
            var byNew = (_sources[b].Count - _shared[b]).CompareTo(_sources[a].Count - _shared[a]);
            return byShared != 0 ? byShared : byNew != 0 ? byNew : a.CompareTo(b);
        }

        private void Join(IEnumerable<int> sources)
        {
            foreach (var source in sources.Where(source => !_isInUnit[source]))
            {
                _isInUnit[source] = true;
                foreach (var target in _targets[source])
                {
                    _shared[target]++;
                }
            }
        }

        private static List<int>[] Lists(int count) => Enumerable.Range(0, count).Select(static _ => new List<int>()).ToArray();
    }
}
