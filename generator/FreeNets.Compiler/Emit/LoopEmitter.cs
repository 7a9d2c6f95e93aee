using FreeNets.Compiler.Schedule;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes the cascade of one family as packed loops: what large graphs get instead of straight-line code.</summary>
internal sealed class LoopEmitter(CodeWriter code, Plan plan, VectorShape shape)
{
    private const int Rows = CostModel.LoopRows;

    private readonly VectorText _vector = new(shape);
    private readonly int _lanes = shape.Lanes;

    /// <summary>Writes the one-sample method and returns its name.</summary>
    public string WriteColumns()
    {
        const string Name = "ColumnLoop";
        code.Line("// Cascade and decoder, one sample: h of each neuron goes to the units of 16 lanes that it reaches.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {Name}(ref float z)", () =>
        {
            code.Line("ref float w = ref ColumnWeights;");
            code.Line("nint unit = 0;");
            code.Block($"for (nint source = 0; source < {plan.Net.Neurons}; source++)", () =>
            {
                code.Line($"var h = {_vector.Relu(_vector.Broadcast("Compiler::Unsafe.Add(ref z, source)"))};");
                VectorText.WriteSquare(code, plan.Net.Activation);
                code.Line("nint end = Compiler::Unsafe.Add(ref ColumnStarts, source + 1);");
                code.Block("for (; unit < end; unit++)", WriteUnit);
            });
        });
        code.Line();
        return Name;
    }

    /// <summary>Writes the batch method and returns its name.</summary>
    public string WriteRows()
    {
        const string Name = "RowLoop";
        code.Line($"// Cascade and decoder, {_lanes} samples: groups of {Rows} rows take in their sources, then finish one by one.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {Name}(ref float z)", () =>
        {
            code.Line("ref float w = ref RowWeights;");
            code.Line("ref float inside = ref RowTriangles;");
            code.Line($"{_vector.Type} h;");
            code.Line("nint entry = 0;");
            code.Block($"for (nint group = 0; group < {plan.Loops!.RowStarts.Count - 1}; group++)", () =>
            {
                code.Line($"ref float rows = ref Compiler::Unsafe.Add(ref z, group * {Rows * _lanes});");
                for (var row = 0; row < Rows; row++)
                {
                    code.Line($"var z{row} = {_vector.Load("rows", row * _lanes)};");
                }

                code.Line("nint end = Compiler::Unsafe.Add(ref RowStarts, group + 1);");
                code.Block("for (; entry < end; entry++)", WriteEntry);
                WriteInside();
                code.Line($"inside = ref Compiler::Unsafe.Add(ref inside, {Rows * Rows});");
            });
        });
        code.Line();
        return Name;
    }

    private void WriteUnit()
    {
        code.Line("ref float target = ref Compiler::Unsafe.Add(ref z, Compiler::Unsafe.Add(ref ColumnPlaces, unit));");
        for (var lane = 0; lane < Scheduler.Unit; lane += _lanes)
        {
            var sum = _vector.MultiplyAdd("h", _vector.Load("w", lane), _vector.Load("target", lane));
            code.Line($"{_vector.Store(sum, "target", lane)};");
        }

        code.Line($"w = ref Compiler::Unsafe.Add(ref w, {Scheduler.Unit});");
    }

    private void WriteEntry()
    {
        code.Line($"h = {_vector.Load($"Compiler::Unsafe.Add(ref z, Compiler::Unsafe.Add(ref RowSources, entry) * {_lanes})", 0)};");
        for (var row = 0; row < Rows; row++)
        {
            code.Line($"z{row} = {_vector.MultiplyAdd("h", _vector.Broadcast($"Compiler::Unsafe.Add(ref w, {row})"), $"z{row}")};");
        }

        code.Line($"w = ref Compiler::Unsafe.Add(ref w, {Rows});");
    }

    private void WriteInside()
    {
        for (var row = 0; row < Rows; row++)
        {
            code.Line($"h = {_vector.Relu($"z{row}")};");
            VectorText.WriteSquare(code, plan.Net.Activation);

            // Logits share the last groups with neurons and are not activated.
            code.Line($"{_vector.Store($"(group * {Rows}) + {row} < {plan.Net.Neurons} ? h : z{row}", "rows", row * _lanes)};");
            for (var later = row + 1; later < Rows; later++)
            {
                var weight = _vector.Broadcast($"Compiler::Unsafe.Add(ref inside, {(row * Rows) + later})");
                code.Line($"z{later} = {_vector.MultiplyAdd("h", weight, $"z{later}")};");
            }
        }
    }
}
