using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;

namespace FreeNets.Compiler.Layouts;

/// <summary>How long the one-sample cascade has to wait for itself, and what it executes.</summary>
/// <param name="Cycles">
/// The longest chain of operations that need each other's results: h of a neuron waits for its sum, and every multiply-add into a vector
/// for the one before it.
/// </param>
/// <param name="Units">Units of lanes that have a weight: loads and multiply-adds of vectors.</param>
internal readonly record struct ColumnChain(int Cycles, int Units)
{
    /// <summary>The chain of a cascade in its layout.</summary>
    public static ColumnChain Of(CascadeStage stage)
    {
        var layout = ColumnLayout.Of(stage);
        var units = layout.Pack();
        return new ColumnChain(
            layout.IsStraightLine ? StraightLine(units) : Loops(units, stage.Neurons),
            units.BySource.Skip(stage.Neurons.First).Take(stage.Neurons.Count).Sum(static targets => targets.Count));
    }

    /// <summary>Chains through the scalars of a unit, and from unit to unit.</summary>
    private static int StraightLine(ColumnUnits units)
    {
        var vectors = new Dictionary<int, int>();
        var scalars = new int[units.BySource.Length];
        for (var source = 0; source < scalars.Length; source++)
        {
            if (source % ColumnLayout.NearNeurons == 0)
            {
                var ready = vectors.TryGetValue(source / ColumnLayout.NearNeurons, out var cycles) ? cycles + Machine.LaneLatency : 0;
                Fill(scalars, source, ready);
            }

            var h = scalars[source] + Machine.MaxLatency;
            foreach (var near in units.NearBySource[source])
            {
                scalars[near.Target] = Math.Max(scalars[near.Target], h) + Machine.FmaLatency;
            }

            Add(vectors, units.BySource[source], h + Machine.SpreadLatency);
        }

        return Longest(vectors);
    }

    /// <summary>Chains through the vectors of the state in memory.</summary>
    private static int Loops(ColumnUnits units, Slice neurons)
    {
        var vectors = new Dictionary<int, int>();
        for (var source = neurons.First; source < neurons.End; source++)
        {
            vectors.TryGetValue(source / units.Lanes, out var ready);
            Add(vectors, units.BySource[source], ready + Machine.ForwardLatency + Machine.MaxLatency);
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
            vectors[unit.Index] = Math.Max(ready, h) + Machine.FmaLatency;
        }
    }

    private static int Longest(Dictionary<int, int> vectors) => vectors.Count == 0 ? 0 : vectors.Values.Max();
}
