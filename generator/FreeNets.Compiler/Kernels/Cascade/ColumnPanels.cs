using FreeNets.Compiler.Layouts;
using FreeNets.Compiler.Machines;

namespace FreeNets.Compiler.Kernels.Cascade;

/// <summary>
/// Cuts the one-sample cascade into panels of chunks that fit the registers, and panels into methods that the JIT optimises.
/// </summary>
/// <remarks>
/// A panel first takes in every earlier neuron from memory, then runs its own, unit by unit: each h is added to the rest of its unit as
/// a scalar, and to the rest of the panel in all lanes. Sources ascend throughout, so every sum has one order whatever the width of the
/// vectors.
/// </remarks>
internal sealed class ColumnPanels
{
    private readonly ColumnUnits _layout;
    private readonly VectorShape _shape;
    private readonly int _neurons;
    private readonly int _chunks;
    private readonly int _chunksPerUnit;

    private ColumnPanels(ColumnUnits layout, VectorShape shape, int stateLength)
    {
        (_layout, _shape, _neurons) = (layout, shape, layout.BySource.Length);
        (_chunks, _chunksPerUnit) = (stateLength / shape.Lanes, layout.Lanes / shape.Lanes);
    }

    public static ColumnMethod[] Cut(ColumnUnits layout, VectorShape shape, int stateLength) =>
        [.. new ColumnPanels(layout, shape, stateLength).Methods()];

    /// <summary>
    /// Chunks of a panel. 8 scalars are in registers beside them; where those are few, some wait in memory: on Zen 4 panels of 4 to 14
    /// chunks of AVX2 take the same time.
    /// </summary>
    private static int Chunks(VectorShape shape) =>
        shape == VectorShape.Avx512VL ? shape.Accumulators - ColumnLayout.NearNeurons : shape.Accumulators;

    private IEnumerable<ColumnMethod> Methods()
    {
        // A panel holds whole units.
        var units = Machine.Balanced(_chunks / _chunksPerUnit, Math.Max(1, Chunks(_shape) / _chunksPerUnit));
        return Enumerable.Range(0, (_chunks + (units * _chunksPerUnit) - 1) / (units * _chunksPerUnit))
            .SelectMany(panel => Panel(panel * units * _chunksPerUnit, Math.Min((panel + 1) * units * _chunksPerUnit, _chunks)));
    }

    private IEnumerable<ColumnMethod> Panel(int first, int end)
    {
        var steps = new List<ColumnStep>();
        var statements = 0;
        foreach (var unit in Units(first, end))
        {
            var more = unit.Sum(static step => step.Near.Count + step.Targets.Count + 1);
            if (statements + more > Machine.StatementsPerMethod && steps.Count > 0)
            {
                yield return Method(steps, end);
                (steps, statements) = ([], 0);
            }

            steps.AddRange(unit);
            statements += more;
        }

        if (steps.Count > 0)
        {
            yield return Method(steps, end);
        }
    }

    /// <summary>The steps of a panel, those of a unit's neurons together: methods end between units.</summary>
    private IEnumerable<ColumnStep[]> Units(int first, int end) =>
        Enumerable.Range(0, Math.Min(_neurons, end * _shape.Lanes))
            .Select(source => Step(source, first, end))
            .Where(static step => step.Near.Count + step.Targets.Count > 0)
            .GroupBy(static step => step.Source / ColumnLayout.NearNeurons)
            .Select(static unit => unit.ToArray());

    private ColumnStep Step(int source, int first, int end)
    {
        var inRegister = source / _shape.Lanes >= first;
        var near = inRegister ? _layout.NearBySource[source] : [];
        return new ColumnStep(source, inRegister, near.ToArray(), Targets(_layout.BySource[source], first, end).ToArray());
    }

    private IEnumerable<ChunkWeights> Targets(List<ColumnUnit> units, int first, int end)
    {
        foreach (var unit in units)
        {
            for (var part = 0; part < _chunksPerUnit; part++)
            {
                var chunk = (unit.Index * _chunksPerUnit) + part;
                var used = unit.Used >> (part * _shape.Lanes) & ((1 << _shape.Lanes) - 1);
                if (used != 0 && chunk >= first && chunk < end)
                {
                    yield return new ChunkWeights(chunk, unit.Offset + (part * _shape.Lanes));
                }
            }
        }
    }

    private ColumnMethod Method(List<ColumnStep> steps, int end)
    {
        var targets = steps.SelectMany(static step => step.Targets).Select(static target => target.Chunk).ToArray();
        var own = steps.Where(static step => step.InRegister)
            .SelectMany(static step => step.Near.Select(static near => near.Target).Append(step.Source))
            .ToArray();

        // Whoever comes after reads chunks that are not done with, and a later panel every neuron.
        var isLast = end == _chunks;
        var done = own.Select(neuron => neuron / _shape.Lanes).Distinct().ToArray();
        return new ColumnMethod(
            targets.Concat(done).Distinct().OrderBy(static chunk => chunk).ToArray(),
            steps.ToArray(),
            targets.Distinct()
                .Where(chunk => !isLast || (chunk + 1) * _shape.Lanes > _neurons || !done.Contains(chunk))
                .OrderBy(static chunk => chunk)
                .ToArray(),
            isLast ? [] : own.Distinct().OrderBy(static neuron => neuron).ToArray());
    }
}
