using FreeNets.Compiler.Schedule;

namespace FreeNets.Compiler.Emit;

/// <summary>
/// Writes the one-sample encoder that streams its weights from the second cache, by vectors of 16 lanes that cross no cache line.
/// </summary>
/// <remarks>
/// Where in a line the data start is known only when the code runs, so loads start up to 15 lanes before a row. The lanes of a row then
/// stand so many places further on than its neurons, and at the end each chunk of the state is cut out of two neighbouring sums. The
/// first vector begins with the last neurons of the row before: where all rows are read it is multiplied with both inputs, and where
/// zero inputs are skipped a row takes its own lanes only, and those of one more vector.
/// </remarks>
internal sealed class StreamEncoderEmitter(CodeWriter code, Plan plan)
{
    private const string RestSum = "r";
    private const string EndSum = "end";

    private readonly VectorText _vector = new(VectorShape.Avx512);
    private readonly EncoderPart _wide = plan.Encoder.Parts.First();
    private readonly int _chunks = plan.Encoder.Whole / VectorShape.Avx512.Lanes;
    private readonly int _rest = plan.Net.Neurons - plan.Encoder.Whole;
    private readonly int _sums = plan.EncoderSums;

    /// <summary>Writes the method and returns its name.</summary>
    public string Write(string name)
    {
        var inputs = plan.SkipZeroInputs ? "ref T x, ref ushort places, nint count" : "ref T x";
        code.Line("// Encoder, one sample. Loads start at whole cache lines, some lanes before a row of weights: the end of the row before.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {name}<T>({inputs}, ref float z)\n    where T : unmanaged", () =>
        {
            WriteLocals();
            if (plan.SkipZeroInputs)
            {
                WriteNonZeroInputs();
            }
            else
            {
                WriteAllInputs();
            }

            WriteState();
        });
        code.Line();
        return name;
    }

    private void WriteLocals()
    {
        code.Line($"ref float w = ref {CSharpText.At("EncoderWeights", _wide.Start)};");
        code.Line("var shift = global::FreeNets.Runtime.Aligned.Shift(ref w);");
        code.Line("w = ref Unsafe.Subtract(ref w, shift);");
        if (_rest > 0)
        {
            code.Line("ref float rest = ref EncoderWeights;");
        }

        code.Line($"var lanes = Vector512.Create({string.Join(", ", Enumerable.Range(0, VectorShape.Avx512.Lanes))});");
        code.Line("var isOwn = Vector512.GreaterThanOrEqual(lanes, Vector512.Create(shift)).AsSingle();");
        code.Line(plan.SkipZeroInputs ? $"{_vector.Type} v;" : $"{_vector.Type} v, before = {_vector.Type}.Zero;");
        var sums = Enumerable.Range(0, _chunks).SelectMany(chunk => Enumerable.Range(0, _sums).Select(sum => Name(chunk, sum)))
            .Concat(plan.SkipZeroInputs ? [EndSum] : [])
            .Concat(_rest > 0 ? Enumerable.Range(0, _sums).Select(RestName) : []);
        foreach (var name in sums)
        {
            code.Line($"var {name} = {_vector.Type}.Zero;");
        }
    }

    private void WriteNonZeroInputs() => code.Block("for (nint i = 0; i < count; i++)", () =>
    {
        code.Line("nint input = Unsafe.Add(ref places, i);");
        code.Line($"v = {_vector.Broadcast("Raw(ref x, input)")};");
        code.Line($"ref float row = ref Unsafe.Add(ref w, input * {_wide.Neurons});");
        WriteProduct("v & isOwn", "row", 0, Name(0, 0));
        for (var chunk = 1; chunk < _chunks; chunk++)
        {
            WriteProduct("v", "row", chunk * VectorShape.Avx512.Lanes, Name(chunk, 0));
        }

        WriteProduct("Vector512.AndNot(v, isOwn)", "row", _wide.Neurons, EndSum);
        if (_rest > 0)
        {
            WriteProduct("v", $"Unsafe.Add(ref rest, input * {_rest})", 0, RestName(0));
        }
    });

    private void WriteAllInputs()
    {
        var (inputs, tail) = (plan.Net.Inputs, plan.Net.Inputs % _sums);
        code.Block($"for (nint i = 0; i < {inputs - tail}; {(_sums == 1 ? "i++" : $"i += {_sums}")})", () =>
        {
            for (var sum = 0; sum < _sums; sum++)
            {
                WriteInput(sum, sum == 0 ? "i" : $"i + {sum}");
            }

            code.Line($"w = ref Unsafe.Add(ref w, {_sums * _wide.Neurons});");
            if (_rest > 0)
            {
                code.Line($"rest = ref Unsafe.Add(ref rest, {_sums * _rest});");
            }
        });
        for (var sum = 0; sum < tail; sum++)
        {
            WriteInput(sum, CSharpText.Integer(inputs - tail + sum));
        }

        code.Line("// The end of the last row.");
        WriteFirstChunk(tail, $"{_vector.Type}.Zero");
    }

    private void WriteInput(int sum, string index)
    {
        code.Line($"v = {_vector.Broadcast($"Raw(ref x, {index})")};");
        WriteFirstChunk(sum, "v");
        for (var chunk = 1; chunk < _chunks; chunk++)
        {
            WriteProduct("v", "w", (sum * _wide.Neurons) + (chunk * VectorShape.Avx512.Lanes), Name(chunk, sum));
        }

        if (_rest > 0)
        {
            WriteProduct("v", "rest", sum * _rest, RestName(sum));
        }

        code.Line("before = v;");
    }

    /// <summary>The vector that a row shares with the row before; that one's lanes belong to the sum before.</summary>
    private void WriteFirstChunk(int sum, string own) =>
        WriteProduct($"Vector512.ConditionalSelect(isOwn, {own}, before)", "w", sum * _wide.Neurons, Name(0, sum));

    private void WriteProduct(string input, string rows, int offset, string sum) =>
        code.Line($"{sum} = {_vector.MultiplyAdd(input, _vector.Load(rows, offset), sum)};");

    private void WriteState()
    {
        code.Line("var order = lanes + Vector512.Create(shift);");
        for (var chunk = 0; chunk < plan.StateLength / VectorShape.Avx512.Lanes; chunk++)
        {
            var bias = _vector.Load("StateStart", chunk * VectorShape.Avx512.Lanes);
            var value = chunk < _chunks ? $"{Total(sum => Unshifted(chunk, sum))} + {bias}"
                : chunk == _chunks && _rest > 0 ? $"{_vector.FirstLanes(_rest, Total(RestName))} + {bias}"
                : bias;
            code.Line($"{_vector.Store(value, "z", chunk * VectorShape.Avx512.Lanes)};");
        }
    }

    /// <summary>A chunk's neurons: the end of one vector of sums and the start of the next.</summary>
    private string Unshifted(int chunk, int sum)
    {
        // The last neurons of a row that is read along with the next are in the next one's sum.
        var next = chunk + 1 < _chunks ? Name(chunk + 1, sum) : plan.SkipZeroInputs ? EndSum : Name(0, (sum + 1) % _sums);
        return $"Avx512F.PermuteVar16x32x2({Name(chunk, sum)}, order, {next})";
    }

    private string Total(Func<int, string> ofSum) => string.Join(" + ", Enumerable.Range(0, _sums).Select(ofSum));

    private string Name(int chunk, int sum) => _sums == 1 ? $"a{chunk}" : $"a{chunk}_{sum}";

    private string RestName(int sum) => _sums == 1 ? RestSum : $"{RestSum}_{sum}";
}
