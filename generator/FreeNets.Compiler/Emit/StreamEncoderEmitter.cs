using FreeNets.Compiler.Schedule;

namespace FreeNets.Compiler.Emit;

/// <summary>
/// Writes the encoder of one sample, or of a few that share its weights, by vectors of 16 lanes that cross no cache line: the weights come
/// from the second cache.
/// </summary>
/// <remarks>
/// Where in a line the data start is known only when the code runs, so loads start up to 15 lanes before a row. The lanes of a row then
/// stand so many places further on than its neurons, and one vector more is read, which the next row or block begins with. At the end
/// each chunk of the state is cut out of two neighbouring sums; lanes of other rows are never taken. One sample that reads all rows in
/// one block reads that vector once for both: its lanes are multiplied with the inputs of both rows, and 13 % of the time is saved.
/// </remarks>
/// <param name="code">Where to.</param>
/// <param name="plan">The plan.</param>
/// <param name="samples">Samples that share each load; several read every input.</param>
internal sealed class StreamEncoderEmitter(CodeWriter code, Plan plan, int samples = 1)
{
    private const int Lanes = 16;

    private readonly VectorText _vector = new(VectorShape.Avx512);
    private readonly EncoderPart _wide = plan.Encoder.Parts.First();
    private readonly int _chunks = plan.Encoder.Whole / Lanes;
    private readonly int _rest = plan.Net.Neurons - plan.Encoder.Whole;
    private readonly int _sums = plan.EncoderSums;
    private readonly bool _skips = plan.SkipZeroInputs && samples == 1;
    private readonly bool _joins = !plan.SkipZeroInputs && samples == 1;

    private IEnumerable<int> Samples => Enumerable.Range(0, samples);

    /// <summary>Writes methods that each fill some chunks of the states, and returns their names.</summary>
    public IReadOnlyList<string> Write(string name)
    {
        var width = CostModel.StreamChunks(_chunks, samples * _sums);
        var names = new List<string>();
        for (var first = 0; first < _chunks; first += width)
        {
            names.Add($"{name}{names.Count}");
            WriteMethod(names[names.Count - 1], new Block(first, Math.Min(first + width, _chunks), first + width >= _chunks));
        }

        return names;
    }

    private void WriteMethod(string name, Block block)
    {
        var inputs = _skips ? "ref T x, ref ushort places, nint count" : "ref T x";
        var neurons = $"neurons {block.First * Lanes} to {(block.IsLast ? plan.Net.Neurons : block.End * Lanes) - 1}";
        code.Line($"// Encoder, {neurons}, {(samples == 1 ? "one sample" : $"{samples} samples")}. Loads start at whole cache lines, some lanes before a row of weights.");
        code.Line("[Compiler::MethodImpl(Compiler::MethodImplOptions.AggressiveOptimization)]");
        code.Block($"private static void {name}<T>({inputs}, ref float z)\n    where T : unmanaged", () =>
        {
            WriteLocals(block);
            if (_skips)
            {
                WriteNonZeroInputs(block);
            }
            else
            {
                WriteAllInputs(block);
            }

            WriteState(block);
        });
        code.Line();
    }

    private void WriteLocals(Block block)
    {
        code.Line($"ref float w = ref {CSharpText.At("EncoderWeights", _wide.At(block.First * Lanes))};");
        code.Line("var shift = global::FreeNets.Runtime.Aligned.Shift(ref w);");
        code.Line("w = ref Compiler::Unsafe.Subtract(ref w, shift);");
        if (ReadsRest(block))
        {
            code.Line("ref float rest = ref EncoderWeights;");
        }

        code.Line($"{_vector.Type} {string.Join(", ", Samples.Select(Input))}{(samples > 1 ? ", weights" : "")};");
        var zeros =
            from sample in Samples
            from name in (from chunk in Enumerable.Range(block.First, block.Vectors(_joins)) from sum in Enumerable.Range(0, _sums) select Name(sample, chunk, sum))
                .Concat(from sum in Enumerable.Range(0, ReadsRest(block) ? _sums : 0) select Rest(sample, sum))
            select name;
        if (_joins)
        {
            code.Line($"var isOwn = Simd::Vector512.AsSingle(Simd::Vector512.GreaterThanOrEqual({LaneNumbers}, Simd::Vector512.Create(shift)));");
            zeros = zeros.Prepend("before");
        }

        foreach (var name in zeros)
        {
            code.Line($"var {name} = {_vector.Type}.Zero;");
        }
    }

    private bool ReadsRest(Block block) => block.IsLast && _rest > 0;

    private void WriteNonZeroInputs(Block block) => code.Block("for (nint i = 0; i < count; i++)", () =>
    {
        code.Line("nint input = Compiler::Unsafe.Add(ref places, i);");
        code.Line($"ref float row = ref Compiler::Unsafe.Add(ref w, input * {_wide.Neurons});");
        WriteRow(block, 0, "input", "row", 0, $"Compiler::Unsafe.Add(ref rest, input * {_rest})");
    });

    private void WriteAllInputs(Block block)
    {
        var (inputs, tail) = (plan.Net.Inputs, plan.Net.Inputs % _sums);
        code.Block($"for (nint i = 0; i < {inputs - tail}; {(_sums == 1 ? "i++" : $"i += {_sums}")})", () =>
        {
            for (var sum = 0; sum < _sums; sum++)
            {
                WriteRow(block, sum, sum == 0 ? "i" : $"i + {sum}", "w", sum, "rest");
            }

            code.Line($"w = ref Compiler::Unsafe.Add(ref w, {_sums * _wide.Neurons});");
            if (ReadsRest(block))
            {
                code.Line($"rest = ref Compiler::Unsafe.Add(ref rest, {_sums * _rest});");
            }
        });
        for (var sum = 0; sum < tail; sum++)
        {
            WriteRow(block, sum, CSharpText.Integer(inputs - tail + sum), "w", sum, "rest");
        }

        if (_joins)
        {
            code.Line("// The end of the last row.");
            code.Line($"{Name(0, 0, tail)} = {_vector.MultiplyAdd("Simd::Vector512.AndNot(before, isOwn)", _vector.Load("w", tail * _wide.Neurons), Name(0, 0, tail))};");
        }
    }

    /// <summary>The products of one input of each sample with its row of weights, so many rows behind the references.</summary>
    private void WriteRow(Block block, int sum, string index, string wide, int rows, string rest)
    {
        foreach (var sample in Samples)
        {
            var place = sample == 0 ? index : $"{index} + {CSharpText.Integer(sample * (long)plan.Net.Inputs)}";
            code.Line($"{Input(sample)} = {_vector.Broadcast($"Raw(ref x, {place})")};");
        }

        for (var vector = 0; vector < block.Vectors(_joins); vector++)
        {
            var chunk = block.First + vector;
            Func<int, string> input = _joins && vector == 0 ? static _ => "Simd::Vector512.ConditionalSelect(isOwn, v, before)" : Input;
            WriteProducts(input, _vector.Load(wide, (rows * _wide.Neurons) + (vector * Lanes)), sample => Name(sample, chunk, sum));
        }

        if (ReadsRest(block))
        {
            WriteProducts(Input, _vector.Load(rest, rows * _rest), sample => Rest(sample, sum));
        }

        if (_joins)
        {
            code.Line("before = v;");
        }
    }

    private void WriteProducts(Func<int, string> input, string weights, Func<int, string> sum)
    {
        if (samples > 1)
        {
            code.Line($"weights = {weights};");
            weights = "weights";
        }

        foreach (var sample in Samples)
        {
            code.Line($"{sum(sample)} = {_vector.MultiplyAdd(input(sample), weights, sum(sample))};");
        }
    }

    private void WriteState(Block block)
    {
        code.Line($"var order = {LaneNumbers} + Simd::Vector512.Create(shift);");
        foreach (var sample in Samples)
        {
            // The last block also starts the logits and the padding behind them.
            for (var chunk = block.First; chunk < (block.IsLast ? plan.StateLength / Lanes : block.End); chunk++)
            {
                var bias = _vector.Load("StateStart", chunk * Lanes);
                var value = chunk < _chunks ? $"{Total(sum => Unshifted(sample, chunk, sum))} + {bias}"
                    : chunk == _chunks && _rest > 0 ? $"{_vector.FirstLanes(_rest, Total(sum => Rest(sample, sum)))} + {bias}"
                    : bias;
                code.Line($"{_vector.Store(value, "z", ((long)sample * plan.StateLength) + (chunk * Lanes))};");
            }
        }
    }

    /// <summary>A chunk's neurons: the end of one vector of sums and the start of the next.</summary>
    private string Unshifted(int sample, int chunk, int sum)
    {
        // The last neurons of a row that is read along with the next are in the next one's sum.
        var next = _joins && chunk + 1 == _chunks ? Name(sample, 0, (sum + 1) % _sums) : Name(sample, chunk + 1, sum);
        return $"X86::Avx512F.PermuteVar16x32x2({Name(sample, chunk, sum)}, order, {next})";
    }

    private static string LaneNumbers => $"Simd::Vector512.Create({string.Join(", ", Enumerable.Range(0, Lanes))})";

    private string Total(Func<int, string> ofSum) => string.Join(" + ", Enumerable.Range(0, _sums).Select(ofSum));

    private string Input(int sample) => $"v{Suffix(sample)}";

    private string Name(int sample, int chunk, int sum) => $"a{chunk}{Suffix(sample)}{(_sums == 1 ? "" : $"_{sum}")}";

    private string Rest(int sample, int sum) => $"r{Suffix(sample)}{(_sums == 1 ? "" : $"_{sum}")}";

    private string Suffix(int sample) => samples == 1 ? "" : $"_{(char)('a' + sample)}";

    /// <summary>Chunks of the wide part, from First up to End; with the last goes what is behind them.</summary>
    private sealed record Block(int First, int End, bool IsLast)
    {
        /// <summary>Vectors of a row: one more than chunks, where none is shared by two rows.</summary>
        public int Vectors(bool joins) => End - First + (joins ? 0 : 1);
    }
}
