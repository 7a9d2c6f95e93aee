namespace FreeNets.Compiler.Schedule;

/// <summary>
/// Cuts the one-sample cascade into panels of chunks that fit the registers, and panels into methods that the JIT optimises.
/// </summary>
/// <remarks>
/// A panel first takes in every earlier neuron from memory, then runs its own neurons column by column in registers: each h is
/// broadcast from its lane and added to the rest of the panel. Sources ascend throughout, so every sum has one order whatever the
/// width of the vectors.
/// </remarks>
internal static class ColumnSchedule
{
    public static ColumnMethod[] Cut(ColumnLayout layout, VectorShape shape, int stateLength)
    {
        var chunks = stateLength / shape.Lanes;
        var width = CostModel.Balanced(chunks, Math.Min(chunks, shape.Accumulators));
        var methods = new List<ColumnMethod>();
        for (var first = 0; first < chunks; first += width)
        {
            methods.AddRange(Panel(layout, shape, first, Math.Min(first + width, chunks)));
        }

        return [.. methods];
    }

    private static IEnumerable<ColumnMethod> Panel(ColumnLayout layout, VectorShape shape, int first, int end)
    {
        var steps = new List<ColumnStep>();
        var statements = 0;
        for (var source = 0; source < layout.BySource.Length && source / shape.Lanes < end; source++)
        {
            var targets = Targets(layout.BySource[source], shape, first, end);
            if (targets.Length == 0)
            {
                continue;
            }

            if (statements + targets.Length > CostModel.StatementsPerMethod && steps.Count > 0)
            {
                yield return Method(steps, shape);
                (steps, statements) = ([], 0);
            }

            steps.Add(new ColumnStep(source, source / shape.Lanes >= first, targets));
            statements += targets.Length + 1;
        }

        if (steps.Count > 0)
        {
            yield return Method(steps, shape);
        }
    }

    private static ChunkWeights[] Targets(List<ColumnUnit> units, VectorShape shape, int first, int end)
    {
        var parts = Scheduler.Unit / shape.Lanes;
        var targets = new List<ChunkWeights>();
        foreach (var unit in units)
        {
            for (var part = 0; part < parts; part++)
            {
                var chunk = (unit.Index * parts) + part;
                var used = unit.Used >> (part * shape.Lanes) & ((1 << shape.Lanes) - 1);
                if (used != 0 && chunk >= first && chunk < end)
                {
                    targets.Add(new ChunkWeights(chunk, unit.Offset + (part * shape.Lanes)));
                }
            }
        }

        return [.. targets];
    }

    /// <summary>A method loads what its steps touch: targets, and the chunks of sources that it reads from registers.</summary>
    private static ColumnMethod Method(List<ColumnStep> steps, VectorShape shape)
    {
        var chunks = new SortedSet<int>();
        foreach (var step in steps)
        {
            chunks.UnionWith(step.Targets.Select(static target => target.Chunk));
            if (step.InRegister)
            {
                chunks.Add(step.Source / shape.Lanes);
            }
        }

        return new ColumnMethod(chunks.ToArray(), steps.ToArray());
    }
}
