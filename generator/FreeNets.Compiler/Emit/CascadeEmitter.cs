using FreeNets.Compiler.Schedule;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes the straight-line cascade of one family: columns for one sample, rows for a batch.</summary>
internal sealed class CascadeEmitter(CodeWriter code, Plan plan, PathPlan path)
{
    private readonly VectorText _vector = new(path.Shape);
    private readonly int _lanes = path.Shape.Lanes;

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
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Line($"private static void {name}(ref float z)");
    }

    private void WriteColumns(ColumnMethod method)
    {
        code.Line("ref float w = ref ColumnWeights;");
        code.Line($"{_vector.Type} h;");
        foreach (var chunk in method.Chunks)
        {
            code.Line($"var z{chunk} = {_vector.Load("z", chunk * _lanes)};");
        }

        foreach (var step in method.Steps)
        {
            var z = step.InRegister
                ? _vector.BroadcastLane($"z{step.Source / _lanes}", step.Source % _lanes)
                : _vector.Broadcast($"Unsafe.Add(ref z, {step.Source})");
            code.Line();
            code.Line($"h = {_vector.Relu(z)}; // h{step.Source}");
            VectorText.WriteSquare(code, plan.Net.Activation);
            foreach (var (chunk, offset) in step.Targets)
            {
                code.Line($"z{chunk} = {_vector.MultiplyAdd("h", _vector.Load("w", offset), $"z{chunk}")};");
            }
        }

        code.Line();
        foreach (var chunk in method.Chunks)
        {
            code.Line($"{_vector.Store($"z{chunk}", "z", chunk * _lanes)};");
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
            code.Line($"z{row} = {_vector.MultiplyAdd("h", _vector.Broadcast($"Unsafe.Add(ref w, {offset})"), $"z{row}")};");
        }
    }

    private string Load(int row) => _vector.Load("z", (long)row * _lanes);

    private string Store(string value, int row) => _vector.Store(value, "z", (long)row * _lanes);
}
