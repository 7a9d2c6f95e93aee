using FreeNets.Compiler.Schedule;

namespace FreeNets.Compiler.Emit;

/// <summary>Writes the int8 encoder of one family: methods that each fill some chunks of the state of one or several samples.</summary>
internal sealed class Int8EncoderEmitter(CodeWriter code, Plan plan, Int8Layout layout, VectorShape shape)
{
    private const string Helpers = "global::FreeNets.Runtime.Int8";

    private readonly VectorText _vector = new(shape);
    private readonly int _bits = shape.Lanes * 32;
    private readonly int _parts = Scheduler.Unit / shape.Lanes;
    private readonly int _unitsPerChunk = shape.Lanes / Int8Layout.UnitNeurons;
    private readonly int _neuronChunks = shape.Chunks(plan.Net.Neurons);

    /// <summary>Bytes that one sample takes, at least a group.</summary>
    private int Stride => Math.Max(plan.Net.Inputs, Int8Layout.Span);

    /// <summary>Writes methods that read every input of the tile's samples, and returns their names.</summary>
    /// <param name="name">What their names begin with.</param>
    /// <param name="tile">What each of them computes.</param>
    /// <param name="skipZeros">Whether groups of inputs that are all zero are skipped, by a list of the others; for one sample only.</param>
    public IReadOnlyList<string> Write(string name, EncoderTile tile, bool skipZeros)
    {
        if (shape == VectorShape.Avx512 && tile.Samples == 1 && layout.ReadsLines)
        {
            return [new StreamInt8EncoderEmitter(code, plan, layout).Write(name)];
        }

        var names = new List<string>();
        var (samples, width) = (tile.Samples, tile.Chunks);
        for (var first = 0; first < _neuronChunks; first += width)
        {
            names.Add($"{name}{names.Count}");
            var block = new Block(samples, first, Math.Min(first + width, _neuronChunks), skipZeros);
            var neurons = $"neurons {first * shape.Lanes} to {Math.Min(block.End * shape.Lanes, plan.Net.Neurons) - 1}";
            code.Line($"// Encoder in whole numbers, {neurons}, {(samples == 1 ? "one sample" : $"{samples} samples")}.");
            code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
            var list = skipZeros ? "ref int groups, nint count, " : "";
            code.Block($"private static void {names[names.Count - 1]}(ref byte x, {list}ref float z)", () => WriteBody(block));
            code.Line();
        }

        return names;
    }

    /// <summary>Writes the calls of such methods for samples of type T at x.</summary>
    public void WriteCalls(IReadOnlyList<string> names, int samples, bool skipZeros)
    {
        WriteBytes(code, plan.Net.Inputs, samples);
        if (skipZeros)
        {
            code.Line($"System::Span<int> list = stackalloc int[{WholeGroups + 1}];");
            code.Line("ref int groups = ref Interop::MemoryMarshal.GetReference(list);");
            code.Line($"nint count = {Helpers}.NonZeroGroups(ref bytes, {WholeGroups}, ref groups);");
        }

        foreach (var name in names)
        {
            code.Line($"{name}(ref bytes, {(skipZeros ? "ref groups, count, " : "")}ref z);");
        }

        WriteNaN(code, plan, samples);
    }

    /// <summary>Writes what puts NaN where floats had it: bytes have none.</summary>
    public static void WriteNaN(CodeWriter code, Plan plan, int samples) =>
        code.Line($"{Helpers}.PutNaN(ref x, {samples}, {plan.Net.Inputs}, ref z, {plan.Net.Neurons}, {plan.StateLength});");

    /// <summary>Writes what takes samples of type T at x as bytes.</summary>
    public static void WriteBytes(CodeWriter code, int inputs, int samples)
    {
        var length = samples * Math.Max(inputs, Int8Layout.Span);
        code.Line($"System::Span<byte> room = stackalloc byte[{(inputs < Int8Layout.Span ? $"{length}" : $"typeof(T) == typeof(byte) ? 0 : {length}")}];");
        code.Line($"ref byte bytes = ref {Helpers}.Bytes(ref x, {samples}, {inputs}, room);");
    }

    private int WholeGroups => plan.Net.Inputs / Int8Layout.Span;

    private void WriteBody(Block block)
    {
        var start = (long)block.First * _unitsPerChunk * Int8Layout.UnitBytes;
        foreach (var (sample, unit) in Accumulators(block))
        {
            // Shifted operands are for 128-bit vectors alone.
            var zero = shape.Lanes == Int8Layout.UnitNeurons
                ? $"{Helpers}.IsShifted ? {_vector.Static}.LoadUnsafe(ref EncoderShifts, {unit * Int8Layout.UnitNeurons}) : {_vector.Static}<int>.Zero"
                : $"{_vector.Static}<int>.Zero";
            code.Line($"var {Name(sample, unit)} = {zero};");
        }

        code.Line($"{_vector.Static}<byte> {string.Join(", ", Enumerable.Range(0, block.Samples).Select(static sample => $"x{sample}"))};");
        var rowBytes = CSharpText.Integer((long)layout.Units * Int8Layout.UnitBytes);
        if (block.SkipZeros)
        {
            code.Block("for (nint n = 0; n < count; n++)", () =>
            {
                code.Line("nint i = Compiler::Unsafe.Add(ref groups, n);");
                code.Line($"ref sbyte w = {At(CSharpText.Sum(start, $"(i * {rowBytes})"))};");
                code.Line($"i *= {Int8Layout.Span};");
                WriteGroup(block, "i");
            });
            WriteLastGroup(block, $"ref sbyte v = {At(CSharpText.Integer(start + ((long)WholeGroups * layout.Units * Int8Layout.UnitBytes)))};", "v");
        }
        else
        {
            code.Line($"ref sbyte w = {At(CSharpText.Integer(start))};");
            code.Block($"for (nint i = 0; i < {WholeGroups * Int8Layout.Span}; i += {Int8Layout.Span})", () =>
            {
                WriteGroup(block, "i");
                code.Line($"w = ref Compiler::Unsafe.Add(ref w, {rowBytes});");
            });
            WriteLastGroup(block, null, "w");
        }

        RoundedState.Write(code, plan, shape, block.Samples, (block.First, block.End), (sample, chunk) => $"{_vector.Static}.ConvertToSingle({Sums(sample, chunk)})");
    }

    private void WriteLastGroup(Block block, string? declaration, string weights)
    {
        if (plan.Net.Inputs % Int8Layout.Span == 0)
        {
            return;
        }

        if (declaration is not null)
        {
            code.Line(declaration);
        }

        WriteGroup(block, CSharpText.Integer(Stride - Int8Layout.Span), weights);
    }

    private void WriteGroup(Block block, string first, string weights = "w")
    {
        for (var part = 0; part < _parts; part++)
        {
            for (var sample = 0; sample < block.Samples; sample++)
            {
                var place = (sample * (long)Stride) + (part * shape.Lanes);
                var index = place == 0 ? first : $"{first} + {CSharpText.Integer(place)}";
                code.Line($"x{sample} = {Helpers}.Operand{_bits}(ref Compiler::Unsafe.Add(ref x, {index}));");
            }

            foreach (var (sample, unit) in Accumulators(block))
            {
                var offset = ((unit - (block.First * _unitsPerChunk)) * Int8Layout.UnitBytes) + (part * _bits / 8);
                var name = Name(sample, unit);
                code.Line($"{name} = {Helpers}.Add({name}, x{sample}, {_vector.Load(weights, offset)});");
            }
        }
    }

    /// <summary>The whole sums of the neurons of a chunk.</summary>
    private string Sums(int sample, int chunk)
    {
        var units = Enumerable.Range(chunk * _unitsPerChunk, _unitsPerChunk)
            .Select(unit => unit < layout.Units ? Name(sample, unit) : $"{_vector.Static}<int>.Zero");
        return _unitsPerChunk == 1 ? units.Single() : $"{Helpers}.Join({string.Join(", ", units)})";
    }

    private IEnumerable<(int Sample, int Unit)> Accumulators(Block block) =>
        from unit in Enumerable.Range(block.First * _unitsPerChunk, (block.End - block.First) * _unitsPerChunk)
        where unit < layout.Units
        from sample in Enumerable.Range(0, block.Samples)
        select (sample, unit);

    private static string At(string offset) => offset == "0" ? "ref EncoderBytes" : $"ref Compiler::Unsafe.Add(ref EncoderBytes, {offset})";

    private static string Name(int sample, int unit) => $"a{sample}_{unit}";

    /// <summary>Samples × chunks of neurons, from First up to End, that one method computes in registers.</summary>
    private sealed record Block(int Samples, int First, int End, bool SkipZeros);
}
