using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>How long the one-sample cascade has to wait for itself.</summary>
/// <param name="Cycles">
/// The longest chain of operations that need each other's results: the h of a neuron waits for its vector, and every multiply-add into a
/// vector for the one before it.
/// </param>
/// <param name="Units">Units of 16 lanes that have a weight: loads and multiply-adds of the widest family.</param>
internal readonly record struct ColumnChain(int Cycles, int Units)
{
    /// <summary>The chain of a network in 16 lanes.</summary>
    public static ColumnChain Of(FreeNet net)
    {
        var units = new List<int>[net.Neurons];
        var sources = SourceWeights.Of(net);
        for (var source = 0; source < units.Length; source++)
        {
            units[source] = [.. sources[source].Select(static value => value.Row / Scheduler.Unit).Distinct()];
        }

        var steps = units.Select(static (targets, source) => (source, (IEnumerable<int>)targets));
        return new ColumnChain(Longest(steps, Scheduler.Unit, net.Neurons + net.Outputs), units.Sum(static targets => targets.Count));
    }

    /// <summary>The longest chain of steps in the order given, each from a neuron to some vectors of the state.</summary>
    public static int Longest(IEnumerable<(int Source, IEnumerable<int> Chunks)> steps, int lanes, int rows)
    {
        var ready = new int[(rows + lanes - 1) / lanes];
        foreach (var (source, chunks) in steps)
        {
            var h = ready[source / lanes] + CostModel.BroadcastLatency + CostModel.MaxLatency;
            foreach (var chunk in chunks)
            {
                ready[chunk] = Math.Max(ready[chunk], h) + CostModel.FmaLatency;
            }
        }

        return ready.Max();
    }
}
