using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>How long the one-sample cascade has to wait for itself, and what it executes.</summary>
/// <param name="Cycles">
/// The longest chain of operations that need each other's results: h of a neuron waits for its sum, and every multiply-add into a vector
/// for the one before it.
/// </param>
/// <param name="Units">Units of lanes that have a weight: loads and multiply-adds of vectors.</param>
internal readonly record struct ColumnChain(int Cycles, int Units)
{
    /// <summary>The chain of a network, in the layout that the scheduler gives it.</summary>
    public static ColumnChain Of(FreeNet net)
    {
        var sources = SourceWeights.Of(net);
        var isStraightLine = CostModel.IsStraightLine(net);
        var layout = isStraightLine ? ColumnLayout.StraightLine(net, sources) : ColumnLayout.Loops(net, sources);
        var units = layout.BySource.Sum(static targets => targets.Count);
        return new ColumnChain(isStraightLine ? StraightLine(layout) : Loops(layout), units);
    }

    /// <summary>Chains through the scalars of a unit, and from unit to unit.</summary>
    public static int StraightLine(ColumnLayout layout)
    {
        var vectors = new Dictionary<int, int>();
        var scalars = new int[layout.BySource.Length];
        for (var source = 0; source < scalars.Length; source++)
        {
            if (source % ColumnLayout.NearNeurons == 0)
            {
                var ready = vectors.TryGetValue(source / ColumnLayout.NearNeurons, out var cycles) ? cycles + CostModel.LaneLatency : 0;
                Fill(scalars, source, ready);
            }

            var h = scalars[source] + CostModel.MaxLatency;
            foreach (var near in layout.NearBySource[source])
            {
                scalars[near.Target] = Math.Max(scalars[near.Target], h) + CostModel.FmaLatency;
            }

            Add(vectors, layout.BySource[source], h + CostModel.SpreadLatency);
        }

        return Longest(vectors);
    }

    /// <summary>Chains through the vectors of the state in memory.</summary>
    public static int Loops(ColumnLayout layout)
    {
        var vectors = new Dictionary<int, int>();
        for (var source = 0; source < layout.BySource.Length; source++)
        {
            vectors.TryGetValue(source / layout.Lanes, out var ready);
            Add(vectors, layout.BySource[source], ready + CostModel.ForwardLatency + CostModel.MaxLatency);
        }

        return Longest(vectors);
    }

    private static void Fill(int[] scalars, int first, int ready)
    {
        for (var neuron = first; neuron < Math.Min(first + ColumnLayout.NearNeurons, scalars.Length); neuron++)
        {
            scalars[neuron] = ready;
        }
    }

    private static void Add(Dictionary<int, int> vectors, List<ColumnUnit> units, int h)
    {
        foreach (var unit in units)
        {
            vectors.TryGetValue(unit.Index, out var ready);
            vectors[unit.Index] = Math.Max(ready, h) + CostModel.FmaLatency;
        }
    }

    private static int Longest(Dictionary<int, int> vectors) => vectors.Count == 0 ? 0 : vectors.Values.Max();
}
