using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Layouts;
using FreeNets.Model;

namespace FreeNets.Compiler.Optimise;

/// <summary>
/// Puts neurons into the topological order that the one-sample cascade runs fastest: independent neurons side by side, so that the
/// dependent chain is short, and neurons with the same sources in the same lanes, so that fewer column units are needed.
/// </summary>
/// <remarks>
/// Three orders are tried: by level, which keeps the order inside a level; by groups of 16 neurons that do not depend on each other; and
/// from the last lane to the first, always the neuron that shares most sources with the unit in hand. The best one is taken when it beats
/// the order that the neurons came in.
/// </remarks>
public static class ReorderNeurons
{
    /// <summary>Edges beyond which only the order by level is tried: the last one takes time in proportion to edges × units.</summary>
    private const int MaxEdges = 200_000;

    /// <summary>The same neurons in a better order; the network itself when no order is better.</summary>
    public static FreeNet Apply(FreeNet net)
    {
        var (best, least) = (net, CostOf(net));
        foreach (var order in Orders(net))
        {
            var candidate = Subnet.Of(net, order);
            var cost = CostOf(candidate);
            (best, least) = cost < least ? (candidate, cost) : (best, least);
        }

        return best;
    }

    /// <summary>Of equal orders, the one in which neurons with the same activation stand together.</summary>
    private static long CostOf(FreeNet net)
    {
        var changes = Enumerable.Range(1, net.Neurons - 1).Count(neuron => net.ActivationOf(neuron) != net.ActivationOf(neuron - 1));
        return ((long)OrderCost.Of(net).Total * (net.Neurons + 1)) + changes;
    }

    /// <summary>What the cascade takes before and after.</summary>
    public static string? Note(FreeNet before, FreeNet after)
    {
        var (old, changed) = (OrderCost.Of(before), OrderCost.Of(after));
        var depth = $"depth {Levels.Widths(before.Graph).Length}";
        return ReferenceEquals(before, after)
            ? $"no better order found: {depth}, dependent chain {old.Cycles} cycles, {old.Units} {old.Unit}"
            : old.Unit == changed.Unit
            ? $"{depth}, dependent chain {old.Cycles} → {changed.Cycles} cycles, {old.Units} → {changed.Units} {changed.Unit}"
            : $"{depth}, dependent chain {old.Cycles} → {changed.Cycles} cycles, {old.Units} {old.Unit} → {changed.Units} {changed.Unit}";
    }

    private static IEnumerable<int[]> Orders(FreeNet net)
    {
        // Of a dense graph there is no other order.
        if (net.Edges.Count < Ncg.MaxEdgesOf(net.Neurons))
        {
            var (levels, kinds) = (Levels.Of(net.Graph), NeuronActivations.Of(net).Distinct.ToList());
            yield return Enumerable.Range(0, net.Neurons)
                .OrderBy(neuron => levels[neuron])
                .ThenBy(neuron => kinds.IndexOf(net.ActivationOf(neuron)))
                .ToArray();
            yield return IndependentGroups.Order(net);
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
