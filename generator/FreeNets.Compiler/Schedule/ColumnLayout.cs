using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>The weights of the one-sample cascade in the order of their sources, shared by all families.</summary>
/// <param name="Lanes">Lanes of a unit.</param>
/// <param name="Weights">The units, one after the other.</param>
/// <param name="BySource">For each neuron, its units in ascending order.</param>
/// <param name="Near">The weights of edges that are in no unit.</param>
/// <param name="NearBySource">For each neuron, these edges in ascending order.</param>
internal sealed record ColumnLayout(int Lanes, float[] Weights, List<ColumnUnit>[] BySource, float[] Near, List<NearWeight>[] NearBySource)
{
    /// <summary>
    /// Neurons of a unit of straight-line code. Inside it edges are scalar multiply-adds: a chain of neurons then waits for 6 cycles a
    /// link instead of the 11 that a shuffle across 16 lanes makes of it (Zen 4).
    /// </summary>
    public const int NearNeurons = 8;

    /// <summary>For straight-line code: scalars inside the units of 8 neurons, units of 8 lanes outside.</summary>
    public static ColumnLayout StraightLine(FreeNet net, List<RowValue>[] sources)
    {
        var (near, bySource) = (new List<float>(), new List<NearWeight>[net.Neurons]);
        for (var source = 0; source < net.Neurons; source++)
        {
            bySource[source] = [];
            foreach (var (row, weight) in sources[source].Where(value => IsNear(source, value.Row, net.Neurons)))
            {
                bySource[source].Add(new NearWeight(row, near.Count));
                near.Add(weight);
            }
        }

        var (weights, units) = Pack(net, sources, NearNeurons, (source, row) => !IsNear(source, row, net.Neurons));
        return new ColumnLayout(NearNeurons, weights, units, [.. near], bySource);
    }

    /// <summary>For loops: units of 16 lanes only.</summary>
    public static ColumnLayout Loops(FreeNet net, List<RowValue>[] sources)
    {
        var (weights, units) = Pack(net, sources, Scheduler.Unit, static (_, _) => true);
        return new ColumnLayout(Scheduler.Unit, weights, units, [], []);
    }

    /// <summary>Lanes of a network's units.</summary>
    public static int LanesOf(FreeNet net) => CostModel.IsStraightLine(net) ? NearNeurons : Scheduler.Unit;

    /// <summary>Whether the edge from a neuron to a row of the state is inside a unit of neurons.</summary>
    public static bool IsNear(int source, int row, int neurons) => row < neurons && row / NearNeurons == source / NearNeurons;

    /// <summary>Packs the units that hold at least one weight; the others are neither stored nor executed.</summary>
    private static (float[] Weights, List<ColumnUnit>[] BySource) Pack(FreeNet net, List<RowValue>[] sources, int lanes, Func<int, int, bool> takes)
    {
        var weights = new List<float>();
        var units = new List<ColumnUnit>[net.Neurons];
        for (var source = 0; source < net.Neurons; source++)
        {
            units[source] = [];
            foreach (var group in sources[source].Where(value => takes(source, value.Row)).GroupBy(value => value.Row / lanes))
            {
                var unit = new float[lanes];
                var used = 0;
                foreach (var (row, weight) in group)
                {
                    unit[row % lanes] = weight;
                    used |= 1 << (row % lanes);
                }

                units[source].Add(new ColumnUnit(group.Key, weights.Count, used));
                weights.AddRange(unit);
            }
        }

        return ([.. weights], units);
    }
}

/// <summary>Weights from one neuron to neighbouring lanes of the state.</summary>
/// <param name="Index">The lanes' unit of the state.</param>
/// <param name="Offset">Where the weights start.</param>
/// <param name="Used">One bit a lane that has an edge: narrower vectors skip the parts without any.</param>
internal readonly record struct ColumnUnit(int Index, int Offset, int Used);
