using FreeNets.Compiler.Schedule;
using FreeNets.Model;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes the straight-line cascade of one family: columns for one sample, rows for a batch.</summary>
internal sealed class CascadeEmitter(CodeWriter code, Plan plan, PathPlan path)
{
    private readonly VectorText _vector = new(path.Shape);
    private readonly int _lanes = path.Shape.Lanes;
    private readonly VectorText _column = new(path.Shape.Narrow);
    private readonly int _columnLanes = path.Shape.Narrow.Lanes;

    /// <summary>Writes the one-sample methods and returns their names.</summary>
    public IReadOnlyList<string> WriteColumns()
    {
        var names = new List<string>();
        foreach (var method in path.Columns)
        {
            names.Add($"Columns{names.Count}");
            WriteHead(names[names.Count - 1], $"one sample, neurons {method.Steps[0].Source} to {method.Steps[method.Steps.Count - 1].Source}");
            code.Block(() => WriteColumns(method));
            code.Line();
        }

        return names;
    }

    /// <summary>Writes the batch methods and returns their names.</summary>
    public IReadOnlyList<string> WriteRows()
    {
        var names = new List<string>();
        foreach (var method in path.Rows)
        {
            names.Add($"Rows{names.Count}");
            var last = method.Groups[method.Groups.Count - 1];
            WriteHead(names[names.Count - 1], $"{_lanes} samples, rows {method.Groups[0].First} to {last.First + last.Count - 1}");
            code.Block(() => WriteRows(method));
            code.Line();
        }

        return names;
    }

    private void WriteHead(string name, string what)
    {
        code.Line($"// Cascade and decoder, {what}.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Line($"private static void {name}(ref float z)");
    }

    private void WriteColumns(ColumnMethod method)
    {
        if (method.Steps.Any(static step => step.Near.Count > 0))
        {
            code.Line("ref float near = ref NearWeights;");
        }

        if (method.Steps.Any(static step => step.Targets.Count > 0))
        {
            code.Line("ref float w = ref ColumnWeights;");
            code.Line($"{_column.Type} h;");
        }

        foreach (var chunk in method.Chunks)
        {
            code.Line($"var z{chunk} = {_column.Load("z", chunk * _columnLanes)};");
        }

        foreach (var unit in method.Steps.GroupBy(static step => (step.Source / ColumnLayout.NearNeurons, step.InRegister)))
        {
            code.Line();
            if (unit.Key.InRegister)
            {
                WriteUnit([.. unit]);
            }
            else
            {
                WriteEarlier(unit);
            }
        }

        code.Line();
        foreach (var chunk in method.Stores)
        {
            code.Line($"{_column.Store($"z{chunk}", "z", chunk * _columnLanes)};");
        }

        foreach (var neuron in method.Finished)
        {
            code.Line($"Compiler::Unsafe.Add(ref z, {neuron}) = Simd::Vector128.ToScalar(s{neuron});");
        }
    }

    /// <summary>Neurons that an earlier method finished.</summary>
    private void WriteEarlier(IEnumerable<ColumnStep> steps)
    {
        foreach (var step in steps)
        {
            code.Line($"h = {_column.Relu(_column.Broadcast($"Compiler::Unsafe.Add(ref z, {step.Source})"))}; // h{step.Source}");
            VectorText.WriteSquare(code, plan.Net.Activation);
            WriteTargets(step);
        }
    }

    /// <summary>A unit of neurons that nobody else adds to any more: edges between them are scalars, which wait for no shuffle.</summary>
    private void WriteUnit(ColumnStep[] steps)
    {
        foreach (var neuron in steps.SelectMany(static step => step.Near.Select(static near => near.Target).Append(step.Source)).Distinct().OrderBy(static neuron => neuron))
        {
            code.Line($"var s{neuron} = {_column.Lane($"z{neuron / _columnLanes}", neuron % _columnLanes)};");
        }

        foreach (var step in steps)
        {
            var isSquared = plan.Net.Activation == Activation.SquaredRelu;
            code.Line($"var h{step.Source} = {_column.ReluOne($"s{step.Source}")};");
            if (isSquared)
            {
                code.Line($"h{step.Source} *= h{step.Source};");
            }

            foreach (var (target, offset) in step.Near)
            {
                code.Line($"s{target} = {_column.MultiplyAddOne($"h{step.Source}", $"Compiler::Unsafe.Add(ref near, {offset})", $"s{target}")};");
            }

            if (step.Targets.Count > 0)
            {
                code.Line($"h = {_column.BroadcastOne($"h{step.Source}")};");
                WriteTargets(step);
            }
        }
    }

    private void WriteTargets(ColumnStep step)
    {
        foreach (var (chunk, offset) in step.Targets)
        {
            code.Line($"z{chunk} = {_column.MultiplyAdd("h", _column.Load("w", offset), $"z{chunk}")};");
        }
    }

    private void WriteRows(RowMethod method)
    {
        code.Line("ref float w = ref EdgeWeights;");
        code.Line($"{_vector.Type} h;");
        for (var row = 0; row < method.Groups.Max(static group => group.Count); row++)
        {
            code.Line($"{_vector.Type} z{row};");
        }

        foreach (var group in method.Groups)
        {
            code.Line();
            WriteGroup(group);
        }
    }

    private void WriteGroup(RowGroup group)
    {
        for (var row = 0; row < group.Count; row++)
        {
            code.Line($"z{row} = {Load(group.First + row)};{(row == 0 ? $" // rows {group.First} to {group.First + group.Count - 1}" : "")}");
        }

        foreach (var step in group.Steps.Where(step => step.Source < group.First))
        {
            code.Line($"h = {Load(step.Source)}; // h{step.Source}");
            WriteTargets(step);
        }

        var own = group.Steps.Where(step => step.Source >= group.First).ToDictionary(static step => step.Source);
        for (var row = 0; row < group.Count; row++)
        {
            var source = group.First + row;
            if (!group.Finishes || source >= plan.Net.Neurons)
            {
                code.Line($"{Store($"z{row}", source)};");
                continue;
            }

            code.Line($"h = {_vector.Relu($"z{row}")}; // h{source}");
            VectorText.WriteSquare(code, plan.Net.Activation);
            code.Line($"{Store("h", source)};");
            if (own.TryGetValue(source, out var step))
            {
                WriteTargets(step);
            }
        }
    }

    private void WriteTargets(RowStep step)
    {
        foreach (var (row, offset) in step.Targets)
        {
            code.Line($"z{row} = {_vector.MultiplyAdd("h", _vector.Broadcast($"Compiler::Unsafe.Add(ref w, {offset})"), $"z{row}")};");
        }
    }

    private string Load(int row) => _vector.Load("z", (long)row * _lanes);

    private string Store(string value, int row) => _vector.Store(value, "z", (long)row * _lanes);
}
