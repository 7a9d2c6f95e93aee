using FreeNets.Compiler.Ir;
using FreeNets.Compiler.Machines;

namespace FreeNets.Compiler.Layouts;

/// <summary>Weights from one neuron to neighbouring lanes of the state.</summary>
/// <param name="Index">The lanes' unit of the state.</param>
/// <param name="Offset">Where the weights start.</param>
/// <param name="Used">One bit a lane that has an edge: narrower vectors skip the parts without any.</param>
internal readonly record struct ColumnUnit(int Index, int Offset, int Used);

/// <summary>The weight of an edge inside a unit of 8 neurons.</summary>
/// <param name="Target">The later neuron.</param>
/// <param name="Offset">The place in <see cref="ColumnUnits.Near"/>.</param>
internal readonly record struct NearWeight(int Target, int Offset);

/// <summary>A cascade's weights as <see cref="ColumnLayout"/> packs them.</summary>
/// <param name="lanes">Lanes of a unit.</param>
/// <param name="neurons">The number of sources.</param>
internal sealed class ColumnUnits(int lanes, int neurons)
{
    private readonly List<float> _weights = [];
    private readonly List<float> _near = [];

    /// <summary>Lanes of a unit.</summary>
    public int Lanes => lanes;

    /// <summary>The units, one after the other.</summary>
    public float[] Weights => [.. _weights];

    /// <summary>The weights of edges that are in no unit.</summary>
    public float[] Near => [.. _near];

    /// <summary>For each neuron, its units in ascending order.</summary>
    public List<ColumnUnit>[] BySource { get; } = [.. Enumerable.Range(0, neurons).Select(static _ => new List<ColumnUnit>())];

    /// <summary>For each neuron, the edges that are in no unit, in ascending order.</summary>
    public List<NearWeight>[] NearBySource { get; } = [.. Enumerable.Range(0, neurons).Select(static _ => new List<NearWeight>())];

    /// <summary>Packs the units that hold at least one weight; the others are neither stored nor executed.</summary>
    public static ColumnUnits Of(CascadeStage stage, bool isStraightLine)
    {
        var sources = SourceWeights.Of(stage);
        var packed = new ColumnUnits(isStraightLine ? ColumnLayout.NearNeurons : Machine.Lanes, sources.Length);
        for (var source = 0; source < sources.Length; source++)
        {
            var isNear = sources[source].ToLookup(value => isStraightLine && IsNear(source, value.Row, sources.Length));
            packed.AddNear(source, isNear[true]);
            packed.AddUnits(source, isNear[false]);
        }

        return packed;
    }

    /// <summary>[neurons + 1]: where each neuron's units start.</summary>
    public int[] Starts()
    {
        var starts = new int[BySource.Length + 1];
        for (var source = 0; source < BySource.Length; source++)
        {
            starts[source + 1] = starts[source] + BySource[source].Count;
        }

        return starts;
    }

    private static bool IsNear(int source, int row, int neurons) =>
        row < neurons && row / ColumnLayout.NearNeurons == source / ColumnLayout.NearNeurons;

    private void AddNear(int source, IEnumerable<RowValue> values)
    {
        foreach (var (row, weight) in values)
        {
            NearBySource[source].Add(new NearWeight(row, _near.Count));
            _near.Add(weight);
        }
    }

    private void AddUnits(int source, IEnumerable<RowValue> values)
    {
        foreach (var group in values.GroupBy(value => value.Row / lanes))
        {
            var (unit, used) = (new float[lanes], 0);
            foreach (var (row, weight) in group)
            {
                unit[row % lanes] = weight;
                used |= 1 << (row % lanes);
            }

            BySource[source].Add(new ColumnUnit(group.Key, _weights.Count, used));
            _weights.AddRange(unit);
        }
    }
}
