using FreeNets.Model;

namespace FreeNets.Compiler.Schedule;

/// <summary>The column weights of the one-sample cascade in units of 16 lanes, shared by all families.</summary>
/// <param name="Weights">The units, one after the other.</param>
/// <param name="BySource">For each neuron, its units in ascending order.</param>
internal sealed record ColumnLayout(float[] Weights, List<ColumnUnit>[] BySource)
{
    /// <summary>Packs the units that hold at least one weight; the others are neither stored nor executed.</summary>
    public static ColumnLayout Pack(FreeNet net, List<RowValue>[] sources)
    {
        var weights = new List<float>();
        var units = new List<ColumnUnit>[net.Neurons];
        for (var source = 0; source < net.Neurons; source++)
        {
            units[source] = [];
            foreach (var group in sources[source].GroupBy(static value => value.Row / Scheduler.Unit))
            {
                var unit = new float[Scheduler.Unit];
                var used = 0;
                foreach (var (row, weight) in group)
                {
                    unit[row % Scheduler.Unit] = weight;
                    used |= 1 << (row % Scheduler.Unit);
                }

                units[source].Add(new ColumnUnit(group.Key, weights.Count, used));
                weights.AddRange(unit);
            }
        }

        return new ColumnLayout([.. weights], units);
    }
}

/// <summary>16 weights from one neuron to 16 lanes of the state.</summary>
/// <param name="Index">The lanes' unit of the state.</param>
/// <param name="Offset">Where the weights start.</param>
/// <param name="Used">One bit a lane that has an edge: narrower vectors skip the parts without any.</param>
internal readonly record struct ColumnUnit(int Index, int Offset, int Used);
